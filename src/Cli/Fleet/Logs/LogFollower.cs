using Helios.Allocator;
using Helios.Control;
using Helios.Linux;

namespace Helios.Cli;

/// <summary>Reads one container's log ring in this process: the daemon is asked once and is not in the way of the bytes.</summary>
internal sealed class LogFollower : IDisposable
{
    private readonly LogRingReader _reader;
    private readonly LineAssembler _lines = new();
    private readonly string _name;
    private readonly LogChoice _choice;
    private readonly LogPrinter _printer;
    private volatile bool _ending;

    /// <param name="name">The container.</param>
    /// <param name="ring">The ring's descriptor; stays the caller's.</param>
    /// <param name="choice">What is wanted.</param>
    /// <param name="printer">Where it goes.</param>
    internal LogFollower(string name, FileFd ring, LogChoice choice, LogPrinter printer)
    {
        (_name, _choice, _printer) = (name, choice, printer);
        using MemoryFile file = MemoryFile.Open(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/proc/self/fd/{ring.Number}"), writable: false);
        _reader = new LogRingReader(file);
    }

    /// <summary>Opens the log of a container; null when it has none.</summary>
    internal static LogFollower? Open(ControlClient client, string name, LogChoice choice, LogPrinter printer)
    {
        List<FileFd> received = [];
        try
        {
            return client.Ask<Reply.Logs>(new Request.OpenLogs(name), received).HasRing ? new LogFollower(name, received[0], choice, printer) : null;
        }
        finally
        {
            received.ForEach(static descriptor => descriptor.Dispose());
        }
    }

    /// <summary>Prints what is there, and what comes if that is wanted, until the writer has ended or <see cref="End"/>.</summary>
    internal void Run()
    {
        PrintPast();
        while (_choice.Follow && !_reader.IsCompleted)
        {
            bool last = _ending;
            bool any = false;
            while (_reader.TryRead(out LogRecord record))
            {
                any = true;
                _lines.Add(record, Print);
            }

            if (!any && last)
            {
                break;
            }

            if (_printer.ShowsPieces)
            {
                _lines.Flush(Print);
            }

            if (!any)
            {
                _reader.Wait(Timeout.InfiniteTimeSpan);
            }
        }

        _lines.Flush(Print);
    }

    /// <summary>No more will come: prints what is still there and ends <see cref="Run"/>. Any thread.</summary>
    internal void End()
    {
        _ending = true;
        _reader.Interrupt();
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private void PrintPast()
    {
        if (_choice.Tail is 0)
        {
            _reader.SeekToEnd();
            return;
        }

        Queue<LogLine> kept = [];
        void Keep(LogLine line)
        {
            if (_choice.Wants(line))
            {
                kept.Enqueue(line);
                if (kept.Count > _choice.Tail)
                {
                    kept.Dequeue();
                }
            }
        }

        while (_reader.TryRead(out LogRecord record))
        {
            _lines.Add(record, _choice.Tail is null ? Print : Keep);
        }

        if (!_choice.Follow)
        {
            _lines.Flush(_choice.Tail is null ? Print : Keep);
        }

        foreach (LogLine line in kept)
        {
            _printer.Write(_name, line);
        }
    }

    private void Print(LogLine line)
    {
        if (_choice.Wants(line))
        {
            _printer.Write(_name, line);
        }
    }
}
