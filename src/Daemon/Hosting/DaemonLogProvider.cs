using Microsoft.Extensions.Logging;

namespace Helios.Daemon;

/// <summary>Brings what libraries log, Akka above all, to the daemon's own log: one line each.</summary>
internal sealed class DaemonLogProvider(DaemonLog log) : ILoggerProvider
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, log);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class Logger(string category, DaemonLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is not LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            string text = $"{category}: {formatter(state, exception)}";
            if (exception is not null)
            {
                text += $": {exception}";
            }

            if (logLevel >= LogLevel.Warning)
            {
                log.Warn(text);
            }
            else
            {
                log.Info(text);
            }
        }
    }
}
