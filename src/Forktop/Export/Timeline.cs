namespace Helios.Forktop;

/// <summary>The events that an export shows beside the tree: alarms, refused execs, calls, signals. The last ones, up to a bound.</summary>
internal sealed class Timeline : IEventSink
{
    private const int Most = 100_000;

    private readonly Queue<Mark> _marks = new();
    private readonly List<Change> _changes = [];

    /// <summary>The events.</summary>
    internal IEnumerable<Mark> Marks => _marks;

    /// <summary>When processes became other programs.</summary>
    internal IReadOnlyList<Change> Changes => _changes;

    /// <inheritdoc/>
    public void Write(TraceEvent happened, in Applied applied)
    {
        if (applied.Node is not { } node)
        {
            return;
        }

        if (happened is TraceEvent.Executed executed)
        {
            _changes.Add(new Change(happened.Time, node, executed.Image));
        }
        else if (happened is TraceEvent.ExecFailed or TraceEvent.Called or TraceEvent.Signalled or TraceEvent.Stopped or TraceEvent.Continued)
        {
            Add(new Mark(happened.Time, node, EventText.Of(happened, node), IsAlarm: false));
        }

        if (applied.Alarm is { } alarm)
        {
            Add(new Mark(happened.Time, node, alarm, IsAlarm: true));
        }
    }

    /// <inheritdoc/>
    public void Flush()
    {
        // Nothing is kept back.
    }

    private void Add(Mark mark)
    {
        _marks.Enqueue(mark);
        if (_marks.Count > Most)
        {
            _marks.Dequeue();
        }
    }

    /// <summary>One moment of one process.</summary>
    internal readonly record struct Mark(long Time, ProcessNode Node, string Text, bool IsAlarm);

    /// <summary>One exec.</summary>
    internal readonly record struct Change(long Time, ProcessNode Node, ProgramImage Image);
}
