namespace Helios.Actors.Event;

/// <summary>Renders a template.</summary>
public interface ILogMessageFormatter
{
    /// <summary>Renders.</summary>
    string Format(string format, params object[] args);

    /// <summary>Renders.</summary>
    string Format(string format, IEnumerable<object> args);
}
