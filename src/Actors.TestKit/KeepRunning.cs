namespace Helios.Actors.TestKit;

/// <summary>Keeps the present auto pilot.</summary>
public sealed class KeepRunning : AutoPilot
{
    /// <summary>The only instance.</summary>
    public static KeepRunning Instance { get; } = new();

    /// <inheritdoc/>
    public override AutoPilot Run(IActorRef sender, object message) => this;
}
