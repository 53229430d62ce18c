namespace Helios.Actors;

/// <summary>The top of a tree of actors.</summary>
public sealed class RootActorPath : ActorPath
{
    /// <summary>Makes the root of a system.</summary>
    public RootActorPath(Address address, string name = "")
        : base(address, null, string.IsNullOrEmpty(name) ? "/" : name, 0)
    {
    }
}
