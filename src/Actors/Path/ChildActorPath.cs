namespace Helios.Actors;

/// <summary>A path below another.</summary>
public sealed class ChildActorPath : ActorPath
{
    /// <summary>Makes the path of a child.</summary>
    public ChildActorPath(ActorPath parentPath, string name, long uid)
        : base(parentPath.Address, parentPath, name, uid)
    {
    }
}
