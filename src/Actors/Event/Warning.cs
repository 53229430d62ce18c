#nullable disable annotations
namespace Helios.Actors.Event;

/// <summary>A log event about what may become a problem.</summary>
public class Warning : LogEvent
{
    /// <summary>Makes the event.</summary>
    public Warning(string logSource, Type logClass, object message)
        : this(null, logSource, logClass, message)
    {
    }

    /// <summary>Makes the event.</summary>
    public Warning(Exception cause, string logSource, Type logClass, object message)
    {
        Cause = cause;
        LogSource = logSource;
        LogClass = logClass;
        Message = message;
    }

    /// <inheritdoc/>
    public override LogLevel LogLevel() => Event.LogLevel.WarningLevel;
}
