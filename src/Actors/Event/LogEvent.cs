#nullable disable annotations
using System.Globalization;

namespace Helios.Actors.Event;

/// <summary>Something to be logged, published on the event stream.</summary>
public abstract class LogEvent : INoSerializationVerificationNeeded
{
    /// <summary>Notes time and thread.</summary>
    protected LogEvent()
    {
        Timestamp = TimeProvider.System.GetUtcNow().UtcDateTime;
        Thread = Thread.CurrentThread;
    }

    /// <summary>The exception, null for none.</summary>
    public Exception Cause { get; protected set; }

    /// <summary>When, UTC.</summary>
    public DateTime Timestamp { get; private set; }

    /// <summary>The thread that logged.</summary>
    public Thread Thread { get; private set; }

    /// <summary>Who logged: the path of an actor or the name of a type.</summary>
    public string LogSource { get; protected set; }

    /// <summary>The type that logged.</summary>
    public Type LogClass { get; protected set; }

    /// <summary>What: a text, or a <see cref="LogMessage"/> that renders when it is printed.</summary>
    public object Message { get; protected set; }

    /// <summary>How important it is.</summary>
    public abstract LogLevel LogLevel();

    /// <inheritdoc/>
    public override string ToString()
    {
        string level = LogLevel().ToString().Replace("Level", string.Empty, StringComparison.Ordinal).ToUpperInvariant();
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"[{level}][{Timestamp:MM/dd/yyyy HH:mm:ss.fff}Z][Thread {Thread.ManagedThreadId:0000}][{LogSource}] {Message}");
        return Cause is null ? text : $"{text}{Environment.NewLine}Cause: {Cause}";
    }
}
