namespace Helios.Actors.Event;

/// <summary>A template and its arguments; rendered when somebody prints it.</summary>
public abstract class LogMessage
{
    /// <summary>Renders.</summary>
    protected readonly ILogMessageFormatter Formatter;

    /// <summary>Makes the message.</summary>
    protected LogMessage(ILogMessageFormatter formatter, string format)
    {
        Formatter = formatter;
        Format = format;
    }

    /// <summary>The template.</summary>
    public string Format { get; private set; }

    /// <summary>The arguments.</summary>
    public abstract IEnumerable<object> Parameters();
}
