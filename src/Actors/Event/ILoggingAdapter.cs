#nullable disable annotations
namespace Helios.Actors.Event;

/// <summary>Where an actor logs to.</summary>
public interface ILoggingAdapter
{
    /// <summary>Renders templates.</summary>
    ILogMessageFormatter Formatter { get; }

    /// <summary>True when debug events are logged.</summary>
    bool IsDebugEnabled { get; }

    /// <summary>True when info events are logged.</summary>
    bool IsInfoEnabled { get; }

    /// <summary>True when warnings are logged.</summary>
    bool IsWarningEnabled { get; }

    /// <summary>True when errors are logged.</summary>
    bool IsErrorEnabled { get; }

    /// <summary>True when events of that level are logged.</summary>
    bool IsEnabled(LogLevel logLevel);

    /// <summary>Logs.</summary>
    void Log(LogLevel logLevel, Exception cause, LogMessage message);

    /// <summary>Logs a text that is no template.</summary>
    void Log(LogLevel logLevel, Exception cause, string format);
}
