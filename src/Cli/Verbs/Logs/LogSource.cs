using System.Collections.Immutable;
using System.Globalization;
using Helios.Allocator;
using Helios.Linux;

namespace Helios.Cli;

/// <summary>All that one container wrote, as one stream: its log files, then its ring. Read in this process; the daemon is not in the way of the bytes.</summary>
/// <remarks>
/// Records of a ring have times that only grow, and the files keep them. So the seam is exact: from the files comes what is older than the oldest
/// record of the ring. Where a reader was too slow for the ring, the files are asked again for what it missed; only what they do not have either is a gap.
/// Not thread-safe, except <see cref="End"/>.
/// </remarks>
internal sealed class LogSource : IDisposable
{
    // The sink writes a record within milliseconds. Longer than this only for a disk that does not take anything.
    private const int FileAttempts = 12;

    private static readonly TimeSpan s_filePause = TimeSpan.FromMilliseconds(20);

    private readonly LogRingReader? _reader;
    private readonly Func<ImmutableArray<string>> _list;
    private readonly LogChoice _choice;
    private readonly LineAssembler _lines = new();
    private readonly Queue<LogLine> _ready = [];
    private long _time = long.MinValue;
    private long _sequence;
    private volatile bool _ending;

    /// <param name="name">The container.</param>
    /// <param name="ring">The ring's descriptor; stays the caller's. Null when there are only files.</param>
    /// <param name="list">The paths of its log files now, the oldest first.</param>
    /// <param name="choice">What is wanted.</param>
    internal LogSource(string name, SafeFd? ring, Func<ImmutableArray<string>> list, LogChoice choice)
    {
        (Name, _list, _choice) = (name, list, choice);
        if (ring is not null)
        {
            using MemoryFile file = MemoryFile.Open(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{ring.Number}"), writable: false);
            _reader = new LogRingReader(file);
        }
    }

    /// <summary>The container.</summary>
    internal string Name { get; }

    /// <summary>The lines that are there now, the oldest first.</summary>
    internal IEnumerable<LogLine> Past()
    {
        if (_choice.Tail is 0)
        {
            _reader?.SeekToEnd();
            return [];
        }

        return _choice.Tail is { } tail ? Newest(tail) : Written(fromFiles: true, tail: null);
    }

    /// <summary>Passes on what comes, until the writer has ended, <see cref="End"/>, or what comes is later than what is wanted.</summary>
    /// <param name="showsPieces">Whether a piece of a line is passed on before its newline comes.</param>
    /// <param name="line">Takes the lines.</param>
    internal void Follow(bool showsPieces, Action<LogLine> line)
    {
        while (_reader is { IsCompleted: false } && !(Moment(_time) > _choice.Until))
        {
            bool last = _ending;
            bool any = false;
            while (TryTake(long.MaxValue))
            {
                any = true;
                Pass(line);
            }

            if (!any && last)
            {
                break;
            }

            if (showsPieces)
            {
                _lines.Flush(Keep);
                Pass(line);
            }

            if (!any)
            {
                _reader.Wait(Timeout.InfiniteTimeSpan);
            }
        }

        _lines.Flush(Keep);
        Pass(line);
    }

    /// <summary>No more will come: ends <see cref="Follow"/> when it has passed on what is still there. Any thread.</summary>
    internal void End()
    {
        _ending = true;
        _reader?.Interrupt();
    }

    /// <inheritdoc/>
    public void Dispose() => _reader?.Dispose();

    private Queue<LogLine> Newest(int tail)
    {
        // First the ring alone, which is in memory: mostly it has enough, and the files are not touched.
        bool fromFiles = true;
        if (_reader is not null)
        {
            (long first, int count) = CountRing();
            fromFiles = count <= tail;
            if (first > 0)
            {
                _reader.Seek(first);
            }
        }

        Queue<LogLine> kept = [];
        foreach (LogLine line in Written(fromFiles, tail))
        {
            kept.Enqueue(line);
            if (kept.Count > tail)
            {
                kept.Dequeue();
            }
        }

        return kept;
    }

    private (long FirstSequence, int Lines) CountRing()
    {
        LineAssembler lines = new();
        long last = _reader!.LastSequence;
        long first = 0;
        int count = 0;
        long sequence = 0;
        while (sequence < last && _reader.TryRead(out LogRecord record))
        {
            sequence = record.Sequence;
            first = first == 0 ? sequence : first;
            lines.Add(record, 0, line => count += _choice.Wants(line) ? 1 : 0);
        }

        return (first, count);
    }

    // Files up to the oldest record of the ring, then the ring up to its newest record of now.
    private IEnumerable<LogLine> Written(bool fromFiles, int? tail)
    {
        long last = _reader?.LastSequence ?? 0;
        LogPiece? oldest = OldestRecord(out bool isFirstEver);
        if (fromFiles)
        {
            using LogFiles files = FilesPast(isFirstEver ? null : oldest?.UnixNanoseconds);
            long until = oldest?.UnixNanoseconds ?? long.MaxValue;
            foreach (LogPiece piece in files.ReadFrom(Start(files, until, tail)))
            {
                if (piece.UnixNanoseconds < until)
                {
                    _lines.Add(piece, Keep);
                    _time = piece.UnixNanoseconds;
                    while (_ready.TryDequeue(out LogLine? line))
                    {
                        yield return line;
                    }
                }
            }
        }

        if (oldest is { } record)
        {
            _lines.Add(record, Keep);
            _time = record.UnixNanoseconds;
        }

        do
        {
            while (_ready.TryDequeue(out LogLine? line))
            {
                yield return line;
            }
        }
        while (TryTake(last));

        if (!_choice.Follow)
        {
            _lines.Flush(Keep);
            while (_ready.TryDequeue(out LogLine? line))
            {
                yield return line;
            }
        }
    }

    private LogPiece? OldestRecord(out bool isFirstEver)
    {
        if (_reader is not null && _reader.TryRead(out LogRecord record))
        {
            isFirstEver = record.Sequence == 1;
            _sequence = record.Sequence;
            return new LogPiece(record.UnixNanoseconds, record.Origin, record.Bytes.ToArray(), null);
        }

        isFirstEver = true;
        return null;
    }

    private bool TryTake(long last)
    {
        if (_reader is null || _sequence >= last || !_reader.TryRead(out LogRecord record))
        {
            return false;
        }

        long missed = record.MissedBefore;
        if (missed > 0)
        {
            missed -= Recover(record.UnixNanoseconds, missed);
        }

        _lines.Add(record, missed, Keep);
        (_time, _sequence) = (record.UnixNanoseconds, record.Sequence);
        return true;
    }

    /// <summary>Takes from the files what the ring has no more.</summary>
    /// <param name="until">The time of the next record that was read.</param>
    /// <param name="expected">How many records were missed before it.</param>
    /// <returns>How many of them the files had.</returns>
    private long Recover(long until, long expected)
    {
        for (int attempt = 1; ; attempt++)
        {
            using LogFiles files = LogFiles.Open(_list);
            List<LogPiece> found = [];
            long records = 0;
            long time = _time;
            bool isPast = false;
            foreach (LogPiece piece in files.ReadFrom(0))
            {
                isPast |= piece.UnixNanoseconds >= until;
                if (piece.UnixNanoseconds > _time && piece.UnixNanoseconds < until && piece.Lost is null)
                {
                    records += piece.UnixNanoseconds == time ? 0 : 1;
                    time = piece.UnixNanoseconds;
                    found.Add(piece);
                }
            }

            if (records >= expected || isPast || files.Count == 0 || attempt == FileAttempts)
            {
                found.ForEach(piece => _lines.Add(piece, Keep));
                return Math.Min(records, expected);
            }

            Pause();
        }
    }

    // The files once they have got as far as a record, so that nothing is missing before it.
    private LogFiles FilesPast(long? time)
    {
        for (int attempt = 1; ; attempt++)
        {
            LogFiles files = LogFiles.Open(_list);
            if (time is null || files.Count == 0 || attempt == FileAttempts || files.Read(files.Count - 1).Any(piece => piece.UnixNanoseconds >= time))
            {
                return files;
            }

            files.Dispose();
            Pause();
        }
    }

    // The first file that matters: older ones hold only what is too old, or more lines than are wanted.
    private int Start(LogFiles files, long until, int? tail)
    {
        int start = files.Count;
        int lines = 0;
        while (start > 0 && !(lines > tail) && !(files.WrittenAt(start - 1) < _choice.Since))
        {
            start--;
            lines += tail is null ? 0 : files.Read(start).Count(piece => piece.UnixNanoseconds < until && piece.Lost is null && Wants(piece));
        }

        // A line that began in the file before must not lose its beginning.
        return tail is null || start == 0 ? start : start - 1;
    }

    private bool Wants(LogPiece piece)
        => piece.Bytes.Span.EndsWith("\n"u8) && _choice.Wants(new LogLine(Moment(piece.UnixNanoseconds), piece.Origin, default, true, null));

    private void Keep(LogLine line)
    {
        if (_choice.Wants(line))
        {
            _ready.Enqueue(line);
        }
    }

    private void Pass(Action<LogLine> line)
    {
        while (_ready.TryDequeue(out LogLine? next))
        {
            line(next);
        }
    }

    private static DateTimeOffset Moment(long unixNanoseconds)
        => unixNanoseconds == long.MinValue ? DateTimeOffset.MinValue : DateTimeOffset.UnixEpoch.AddTicks(unixNanoseconds / 100);

    private static void Pause()
    {
        using EventFd never = EventFd.Create();
        Poll.WaitReadable(never, s_filePause);
    }
}
