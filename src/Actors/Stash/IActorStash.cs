namespace Helios.Actors;

/// <summary>An actor with a stash; the kernel sets the property.</summary>
public interface IActorStash
{
    /// <summary>The stash; set by the kernel when the actor starts.</summary>
    IStash Stash { get; set; }
}
