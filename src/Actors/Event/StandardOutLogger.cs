namespace Helios.Actors.Event;

/// <summary>Writes log events to standard output, a line each.</summary>
internal sealed class StandardOutLogger(ActorPath path, LogLevel minimum) : MinimalActorRef
{
    public override ActorPath Path => path;

    protected override void TellInternal(object message, IActorRef? sender)
    {
        if (message is LogEvent logEvent && logEvent.LogLevel() >= minimum)
        {
            Console.Out.WriteLine(logEvent);
        }
    }
}
