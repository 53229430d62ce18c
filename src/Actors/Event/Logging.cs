namespace Helios.Actors.Event;

/// <summary>Makes logging adapters.</summary>
public static class Logging
{
    /// <summary>The log of an actor: its events bear its path.</summary>
    public static ILoggingAdapter GetLogger(this IActorContext context, ILogMessageFormatter? logMessageFormatter = null)
        => new BusLogging(
            (ActorSystemImpl)context.System,
            context.Self.Path.ToString(),
            context.Props.Type,
            logMessageFormatter ?? DefaultLogMessageFormatter.Instance);

    /// <summary>A log whose events bear the name of an object: a text, a type, an actor.</summary>
    public static ILoggingAdapter GetLogger(ActorSystem system, object logSourceObj, ILogMessageFormatter? logMessageFormatter = null)
        => new BusLogging(
            (ActorSystemImpl)system,
            logSourceObj switch
            {
                string text => text,
                Type type => type.ToString(),
                IActorRef actor => actor.Path.ToString(),
                _ => logSourceObj.ToString() ?? logSourceObj.GetType().ToString(),
            },
            logSourceObj as Type ?? logSourceObj.GetType(),
            logMessageFormatter ?? DefaultLogMessageFormatter.Instance);

    /// <summary>The type of the events of a level.</summary>
    public static Type ClassFor(this LogLevel logLevel) => logLevel switch
    {
        LogLevel.DebugLevel => typeof(Debug),
        LogLevel.InfoLevel => typeof(Info),
        LogLevel.WarningLevel => typeof(Warning),
        _ => typeof(Error),
    };

    /// <summary>Reads DEBUG, INFO, WARNING or ERROR in any case.</summary>
    /// <exception cref="ArgumentException">It is none of them.</exception>
    public static LogLevel LogLevelFor(string logLevel) => logLevel.ToUpperInvariant() switch
    {
        "DEBUG" => LogLevel.DebugLevel,
        "INFO" => LogLevel.InfoLevel,
        "WARNING" => LogLevel.WarningLevel,
        "ERROR" => LogLevel.ErrorLevel,
        _ => throw new ArgumentException($"'{logLevel}' is no log level: use DEBUG, INFO, WARNING or ERROR", nameof(logLevel)),
    };
}
