#nullable disable annotations
namespace Helios.Actors.Event;

/// <summary>A log event about what went wrong.</summary>
public class Error : LogEvent
{
    /// <summary>Makes the event.</summary>
    public Error(Exception cause, string logSource, Type logClass, object message)
    {
        Cause = cause;
        LogSource = logSource;
        LogClass = logClass;
        Message = message;
    }

    /// <inheritdoc/>
    public override LogLevel LogLevel() => Event.LogLevel.ErrorLevel;
}
