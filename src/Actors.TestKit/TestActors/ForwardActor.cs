namespace Helios.Actors.TestKit.TestActors;

/// <summary>Passes every message on, its sender kept.</summary>
public class ForwardActor : ReceiveActor
{
    /// <summary>Makes the actor.</summary>
    public ForwardActor(IActorRef target) => ReceiveAny(target.Forward);

    /// <summary>The recipe.</summary>
    public static Props Props(IActorRef target) => Helios.Actors.Props.Create(() => new ForwardActor(target));
}
