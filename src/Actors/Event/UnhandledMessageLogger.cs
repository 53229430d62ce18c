namespace Helios.Actors.Event;

/// <summary>Writes messages that nobody knew to the log.</summary>
internal sealed class UnhandledMessageLogger(ActorSystemImpl system, ActorPath path) : MinimalActorRef
{
    public override ActorPath Path => path;

    protected override void TellInternal(object message, IActorRef? sender)
    {
        if (message is UnhandledMessage unhandled)
        {
            system.EventStream.Publish(new Debug(
                unhandled.Recipient.Path.ToString(),
                unhandled.Recipient.GetType(),
                $"Unhandled message from {unhandled.Sender}: {unhandled.Message}"));
        }
    }
}
