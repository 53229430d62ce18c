using System.Globalization;

namespace Helios.Forktop;

/// <summary>Events as plain lines: seconds since the start, pid, name, what happened.</summary>
internal sealed class LogSink(TextWriter writer, ProcessTree tree) : IEventSink
{
    private readonly TextWriter _writer = writer;
    private readonly ProcessTree _tree = tree;

    /// <inheritdoc/>
    public void Write(TraceEvent happened, in Applied applied)
    {
        double seconds = (happened.Time - _tree.FirstTime) / 1e9;
        if (happened is TraceEvent.Note note)
        {
            _writer.Write(string.Create(CultureInfo.InvariantCulture, $"{seconds,11:0.000000} {"-",7} {SafeText.Escape(note.Text)}\n"));
            return;
        }

        string name = applied.Node is { } node ? SafeText.Escape(node.Name) : "?";
        _writer.Write(string.Create(CultureInfo.InvariantCulture, $"{seconds,11:0.000000} {happened.Process.Pid,7} {name}: {EventText.Of(happened, applied.Node)}\n"));
        if (applied.Alarm is { } alarm)
        {
            _writer.Write(string.Create(CultureInfo.InvariantCulture, $"{seconds,11:0.000000} {happened.Process.Pid,7} {name}: ALARM privilege grew: {SafeText.Escape(alarm)}\n"));
        }
    }

    /// <inheritdoc/>
    public void Flush() => _writer.Flush();
}
