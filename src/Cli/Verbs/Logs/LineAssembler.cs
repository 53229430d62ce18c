using System.Buffers;
using System.Globalization;
using Helios.Allocator;

namespace Helios.Cli;

/// <summary>Makes lines of the pieces that a program happened to write. Each stream has its own; a line longer than a bound is cut.</summary>
internal sealed class LineAssembler
{
    private const int LongestLine = 1 << 20;

    private readonly ArrayBufferWriter<byte>[] _open = [new(), new(), new()];
    private readonly DateTimeOffset[] _began = new DateTimeOffset[3];
    private readonly List<string> _lost = [];

    /// <summary>Takes a record; passes on every line that it ends.</summary>
    /// <param name="record">The record.</param>
    /// <param name="missed">How many records before it are nowhere any more.</param>
    /// <param name="line">Takes the lines.</param>
    internal void Add(in LogRecord record, long missed, Action<LogLine> line)
    {
        if (missed > 0)
        {
            _lost.Add(string.Create(CultureInfo.InvariantCulture, $"{missed} records"));
        }

        Add(record.UnixNanoseconds, record.Origin, record.Bytes, line);
    }

    /// <summary>Takes a piece of a log file; passes on every line that it ends.</summary>
    internal void Add(in LogPiece piece, Action<LogLine> line)
    {
        if (piece.Lost is { } lost)
        {
            _lost.Add(lost);
        }
        else
        {
            Add(piece.UnixNanoseconds, piece.Origin, piece.Bytes.Span, line);
        }
    }

    /// <summary>Passes on what no newline has ended yet.</summary>
    internal void Flush(Action<LogLine> line)
    {
        for (int origin = 0; origin < _open.Length; origin++)
        {
            if (_open[origin].WrittenCount > 0)
            {
                Emit((LogOrigin)origin, whole: false, line);
            }
        }
    }

    private void Add(long unixNanoseconds, LogOrigin origin, ReadOnlySpan<byte> rest, Action<LogLine> line)
    {
        DateTimeOffset time = DateTimeOffset.UnixEpoch.AddTicks(unixNanoseconds / 100);
        while (!rest.IsEmpty)
        {
            int newline = rest.IndexOf((byte)'\n');
            Append(origin, time, newline < 0 ? rest : rest[..newline]);
            if (newline >= 0 || _open[(int)origin].WrittenCount > LongestLine)
            {
                Emit(origin, newline >= 0, line);
            }

            rest = newline < 0 ? [] : rest[(newline + 1)..];
        }
    }

    private void Append(LogOrigin origin, DateTimeOffset time, ReadOnlySpan<byte> bytes)
    {
        if (_open[(int)origin].WrittenCount == 0)
        {
            _began[(int)origin] = time;
        }

        _open[(int)origin].Write(bytes);
    }

    private void Emit(LogOrigin origin, bool whole, Action<LogLine> line)
    {
        ArrayBufferWriter<byte> open = _open[(int)origin];
        line(new LogLine(_began[(int)origin], origin, open.WrittenSpan.ToArray(), whole, _lost.Count > 0 ? string.Join(" and ", _lost) : null));
        _lost.Clear();
        open.ResetWrittenCount();
    }
}
