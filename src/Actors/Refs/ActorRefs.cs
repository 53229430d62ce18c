namespace Helios.Actors;

/// <summary>The two references that stand for nothing.</summary>
public static class ActorRefs
{
    /// <summary>No sender: the receiver sees the dead letters office as its sender.</summary>
    public static readonly IActorRef? NoSender;

    /// <summary>The actor that does not exist.</summary>
    public static readonly Nobody Nobody = Nobody.Instance;
}
