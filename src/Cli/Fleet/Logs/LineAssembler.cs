using System.Buffers;
using Helios.Allocator;

namespace Helios.Cli;

/// <summary>Makes lines of the pieces that a program happened to write. Each stream has its own; a line longer than a bound is cut.</summary>
internal sealed class LineAssembler
{
    private const int LongestLine = 1 << 20;

    private readonly ArrayBufferWriter<byte>[] _open = [new(), new(), new()];
    private readonly DateTimeOffset[] _began = new DateTimeOffset[3];
    private long _missed;

    /// <summary>Takes a record; passes on every line that it ends.</summary>
    internal void Add(in LogRecord record, Action<LogLine> line)
    {
        _missed += record.MissedBefore;
        DateTimeOffset time = DateTimeOffset.UnixEpoch.AddTicks(record.UnixNanoseconds / 100);
        ReadOnlySpan<byte> rest = record.Bytes;
        while (!rest.IsEmpty)
        {
            int newline = rest.IndexOf((byte)'\n');
            Append(record.Origin, time, newline < 0 ? rest : rest[..newline]);
            if (newline >= 0 || _open[(int)record.Origin].WrittenCount > LongestLine)
            {
                Emit(record.Origin, newline >= 0, line);
            }

            rest = newline < 0 ? [] : rest[(newline + 1)..];
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
        line(new LogLine(_began[(int)origin], origin, open.WrittenSpan.ToArray(), whole, _missed));
        _missed = 0;
        open.ResetWrittenCount();
    }
}
