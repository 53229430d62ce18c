using System.Collections.Immutable;
using System.Text;
using Helios.Allocator;
using Helios.Control;
using Helios.Linux;

namespace Helios.Cli;

/// <summary>The last lines of one container's log at a time.</summary>
internal sealed class TopLog : IDisposable
{
    private const int Kept = 200;

    private readonly Queue<string> _lines = [];
    private string? _name;
    private LogRingReader? _reader;
    private LineAssembler _assembler = new();

    /// <summary>The lines of a container now.</summary>
    internal ImmutableArray<string> Of(ControlClient client, string? name)
    {
        if (name != _name)
        {
            Open(client, name);
        }

        while (_reader is not null && _reader.TryRead(out LogRecord record))
        {
            _assembler.Add(record, record.MissedBefore, Keep);
        }

        return [.. _lines];
    }

    /// <inheritdoc/>
    public void Dispose() => _reader?.Dispose();

    private void Open(ControlClient client, string? name)
    {
        _name = name;
        _lines.Clear();
        _assembler = new LineAssembler();
        _reader?.Dispose();
        _reader = null;
        if (name is null)
        {
            return;
        }

        List<FileFd> received = [];
        try
        {
            if (client.Ask<Reply.Logs>(new Request.OpenLogs(name), received).HasRing)
            {
                using MemoryFile file = MemoryFile.Open(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/proc/self/fd/{received[0].Number}"), writable: false);
                _reader = new LogRingReader(file);
            }
        }
        catch (ControlException)
        {
            // It has gone meanwhile; the next picture will not have it.
        }
        finally
        {
            received.ForEach(static descriptor => descriptor.Dispose());
        }
    }

    private void Keep(LogLine line)
    {
        _lines.Enqueue(Encoding.UTF8.GetString(line.Bytes.Span));
        if (_lines.Count > Kept)
        {
            _lines.Dequeue();
        }
    }
}
