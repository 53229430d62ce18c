#nullable disable annotations
namespace Helios.Actors.Event;

/// <summary>Logging by level. Templates have <c>{0}</c> or named holes.</summary>
public static class LoggingExtensions
{
    /// <summary>Logs for the developer.</summary>
    public static void Debug(this ILoggingAdapter log, string format) => log.Log(LogLevel.DebugLevel, null, format);

    /// <summary>Logs for the developer.</summary>
    public static void Debug(this ILoggingAdapter log, string format, params object[] args) => Log(log, LogLevel.DebugLevel, null, format, args);

    /// <summary>Logs for the developer.</summary>
    public static void Debug(this ILoggingAdapter log, Exception cause, string format, params object[] args) => Log(log, LogLevel.DebugLevel, cause, format, args);

    /// <summary>Logs what happens.</summary>
    public static void Info(this ILoggingAdapter log, string format) => log.Log(LogLevel.InfoLevel, null, format);

    /// <summary>Logs what happens.</summary>
    public static void Info(this ILoggingAdapter log, string format, params object[] args) => Log(log, LogLevel.InfoLevel, null, format, args);

    /// <summary>Logs what happens.</summary>
    public static void Info(this ILoggingAdapter log, Exception cause, string format, params object[] args) => Log(log, LogLevel.InfoLevel, cause, format, args);

    /// <summary>Logs what may become a problem.</summary>
    public static void Warning(this ILoggingAdapter log, string format) => log.Log(LogLevel.WarningLevel, null, format);

    /// <summary>Logs what may become a problem.</summary>
    public static void Warning(this ILoggingAdapter log, string format, params object[] args) => Log(log, LogLevel.WarningLevel, null, format, args);

    /// <summary>Logs what may become a problem.</summary>
    public static void Warning(this ILoggingAdapter log, Exception cause, string format, params object[] args) => Log(log, LogLevel.WarningLevel, cause, format, args);

    /// <summary>Logs what went wrong.</summary>
    public static void Error(this ILoggingAdapter log, string format) => log.Log(LogLevel.ErrorLevel, null, format);

    /// <summary>Logs what went wrong.</summary>
    public static void Error(this ILoggingAdapter log, string format, params object[] args) => Log(log, LogLevel.ErrorLevel, null, format, args);

    /// <summary>Logs what went wrong.</summary>
    public static void Error(this ILoggingAdapter log, Exception cause, string format, params object[] args) => Log(log, LogLevel.ErrorLevel, cause, format, args);

    private static void Log(ILoggingAdapter log, LogLevel level, Exception cause, string format, object[] args)
    {
        if (!log.IsEnabled(level))
        {
            return;
        }

        if (args.Length == 0)
        {
            log.Log(level, cause, format);
        }
        else
        {
            log.Log(level, cause, new TemplateLogMessage(log.Formatter, format, args));
        }
    }
}
