namespace Helios.Actors.TestKit;

/// <summary>Answers in the place of the test, for each message that a test actor receives.</summary>
public abstract class AutoPilot
{
    /// <summary>Acts on a message; the result acts on the next one.</summary>
    public abstract AutoPilot Run(IActorRef sender, object message);
}
