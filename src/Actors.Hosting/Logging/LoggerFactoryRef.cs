using Microsoft.Extensions.Logging;
using MelLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Helios.Actors.Hosting;

/// <summary>Passes log events on to Microsoft.Extensions.Logging; the category is the type that logged.</summary>
internal sealed class LoggerFactoryRef(ILoggerFactory factory) : MinimalActorRef
{
    private static readonly ActorPath s_path = new RootActorPath(Address.AllSystems) / "logger-factory";

    public override ActorPath Path => s_path;

    public override bool Equals(IActorRef? other) => ReferenceEquals(this, other);

    protected override void TellInternal(object message, IActorRef? sender)
    {
        if (message is not LogEvent logEvent)
        {
            return;
        }

        ILogger logger = factory.CreateLogger(logEvent.LogClass?.FullName ?? logEvent.LogSource);
        logger.Log(
            logEvent.LogLevel() switch
            {
                Event.LogLevel.DebugLevel => MelLevel.Debug,
                Event.LogLevel.InfoLevel => MelLevel.Information,
                Event.LogLevel.WarningLevel => MelLevel.Warning,
                _ => MelLevel.Error,
            },
            default,
            logEvent,
            logEvent.Cause,
            static (state, _) => $"[{state.LogSource}] {state.Message}");
    }
}
