namespace Helios.Actors.TestKit;

/// <summary>Ends the auto pilot.</summary>
public sealed class NoAutoPilot : AutoPilot
{
    /// <summary>The only instance.</summary>
    public static NoAutoPilot Instance { get; } = new();

    /// <inheritdoc/>
    public override AutoPilot Run(IActorRef sender, object message) => this;
}
