using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Helios.Allocator;
using Helios.Linux;
using Helios.Support;

namespace Helios.Cli.Tests;

/// <summary>A container's log as the supervisor writes it: a small ring, and files that may lag behind it or be rotated.</summary>
internal sealed class WrittenLog : IDisposable
{
    private readonly TempTree _files = new();
    private readonly LogRing _ring = LogRing.Create(new LogRingOptions { RingBytes = 1 << 16 });
    private readonly LogRingReader _times;
    private readonly List<string> _waiting = [];
    private int _rotated;

    internal WrittenLog() => _times = new LogRingReader(_ring.File);

    internal LogRing Ring => _ring;

    /// <summary>The files, the oldest first.</summary>
    internal ImmutableArray<string> Files
        => [.. Directory.GetFiles(_files.Root, "web.*.log").Order(StringComparer.Ordinal), .. File.Exists(Current) ? [Current] : Array.Empty<string>()];

    private string Current => _files.At("web.log");

    /// <summary>Writes a record; it waits for the files.</summary>
    /// <returns>Its time.</returns>
    internal DateTimeOffset Append(string text, LogOrigin origin = LogOrigin.Output)
    {
        _ring.TryAppend(origin, Encoding.UTF8.GetBytes(text));
        Assert.True(_times.TryRead(out LogRecord record));
        DateTimeOffset time = DateTimeOffset.UnixEpoch.AddTicks(record.UnixNanoseconds / 100);
        string stamp = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture) + (record.UnixNanoseconds % 100).ToString("00", CultureInfo.InvariantCulture) + "Z";
        foreach (string line in text.EndsWith('\n') ? text[..^1].Split('\n') : [text])
        {
            _waiting.Add($"{stamp} {(origin == LogOrigin.Error ? "stderr" : "stdout")} {(text.EndsWith('\n') ? 'F' : 'P')} {line}\n");
        }

        return time;
    }

    /// <summary>The files catch up.</summary>
    internal void Drain()
    {
        File.AppendAllText(Current, string.Concat(_waiting));
        _waiting.Clear();
    }

    /// <summary>What waits never gets to the files.</summary>
    internal void Lose() => _waiting.Clear();

    internal void Rotate() => File.Move(Current, _files.At($"web.{++_rotated:D4}.log"));

    /// <summary>Writes lines with numbers, with a drain now and then and a rotation after each so many lines.</summary>
    internal void AppendNumbers(int from, int to, int rotateEvery = 700)
    {
        for (int i = from; i <= to; i++)
        {
            Append(Line(i) + "\n");
            if (i % 50 == 0)
            {
                Drain();
            }

            if (i % rotateEvery == 0)
            {
                Rotate();
            }
        }
    }

    internal static string Line(int number) => $"line {number} {new string('.', 80)}";

    internal LogSource Open(LogChoice? choice = null, Func<ImmutableArray<string>>? list = null)
    {
        using MemoryFile ring = _ring.File.OpenReadOnly();
        return new LogSource("web", ring, list ?? (() => Files), choice ?? new LogChoice());
    }

    public void Dispose()
    {
        _times.Dispose();
        _ring.Dispose();
        _files.Dispose();
    }
}
