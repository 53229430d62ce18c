namespace Helios.Actors.TestKit;

/// <summary>An auto pilot that is a function.</summary>
public sealed class DelegateAutoPilot : AutoPilot
{
    private readonly Func<IActorRef, object, AutoPilot> _run;

    /// <summary>Makes it.</summary>
    public DelegateAutoPilot(Func<IActorRef, object, AutoPilot> @delegate) => _run = @delegate;

    /// <inheritdoc/>
    public override AutoPilot Run(IActorRef sender, object message) => _run(sender, message);
}
