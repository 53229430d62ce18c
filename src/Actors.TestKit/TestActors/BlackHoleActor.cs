namespace Helios.Actors.TestKit.TestActors;

/// <summary>Takes every message and does nothing.</summary>
public class BlackHoleActor : ReceiveActor
{
    /// <summary>Makes the actor.</summary>
    public BlackHoleActor() => ReceiveAny(static _ => { });

    /// <summary>The recipe.</summary>
    public static Props Props { get; } = Helios.Actors.Props.Create<BlackHoleActor>();
}
