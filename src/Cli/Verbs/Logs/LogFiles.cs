using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using Helios.Allocator;
using Helios.Linux;

namespace Helios.Cli;

/// <summary>The log files of one container at one moment, held open: what is renamed or removed meanwhile stays readable.</summary>
/// <remarks>A line is <c>TIME STREAM F|P TEXT</c>, as Kubernetes' container runtimes write it; the supervisor's sink says more.</remarks>
internal sealed class LogFiles : IDisposable
{
    // 2026-01-31T12:00:00.123456789Z
    private const int TimeLength = 30;

    private const int MostAttempts = 20;

    private readonly ImmutableArray<FileStream> _files;

    private LogFiles(ImmutableArray<FileStream> files) => _files = files;

    /// <summary>How many there are.</summary>
    internal int Count => _files.Length;

    /// <summary>Opens them.</summary>
    /// <param name="list">Their paths now, the oldest first. Asked again until nothing was renamed between the asking and the opening.</param>
    internal static LogFiles Open(Func<ImmutableArray<string>> list)
    {
        ImmutableArray<string> paths = list();
        for (int attempt = 1; ; attempt++)
        {
            LogFiles? opened = TryOpen(paths);
            ImmutableArray<string> after = paths.IsEmpty ? paths : list();
            if (opened is not null && (after.SequenceEqual(paths) || attempt == MostAttempts))
            {
                return opened;
            }

            opened?.Dispose();
            paths = attempt < MostAttempts ? after : [.. after.Where(File.Exists)];
        }
    }

    /// <summary>The pieces of one file, in its order. A line that is not of the form, or not finished yet, is left out.</summary>
    /// <param name="index">The oldest is 0.</param>
    internal IEnumerable<LogPiece> Read(int index)
    {
        FileStream file = _files[index];
        file.Position = 0;
        byte[] buffer = new byte[64 * 1024];
        int kept = 0;
        while (file.Read(buffer, kept, buffer.Length - kept) is > 0 and int count)
        {
            int end = kept + count;
            int start = 0;
            while (Array.IndexOf(buffer, (byte)'\n', start, end - start) is >= 0 and int newline)
            {
                if (TryParse(buffer.AsSpan(start, newline + 1 - start)) is { } piece)
                {
                    yield return piece;
                }

                start = newline + 1;
            }

            kept = end - start;
            Array.Copy(buffer, start, buffer, 0, kept);
            if (kept == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }

    /// <summary>The pieces of all files from one on.</summary>
    internal IEnumerable<LogPiece> ReadFrom(int index) => Enumerable.Range(index, Count - index).SelectMany(Read);

    /// <summary>When a file was written last.</summary>
    internal DateTimeOffset WrittenAt(int index) => File.GetLastWriteTimeUtc(_files[index].SafeFileHandle);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (FileStream file in _files)
        {
            file.Dispose();
        }
    }

    /// <summary>Reads one line with its newline; null when it is not of the form.</summary>
    internal static LogPiece? TryParse(ReadOnlySpan<byte> line)
    {
        if (line.Length < TimeLength + 5 || line[TimeLength - 1] != 'Z' || line[TimeLength] != ' '
            || !Utf8Parser.TryParse(line[..27], out DateTime time, out int read, 'O') || read != 27
            || !TryDigit(line[27], out int tens) || !TryDigit(line[28], out int ones))
        {
            return null;
        }

        ReadOnlySpan<byte> rest = line[(TimeLength + 1)..];
        int blank = rest.IndexOf((byte)' ');
        if (blank < 0 || rest.Length < blank + 4 || rest[blank + 2] != ' ' || rest[blank + 1] is not ((byte)'F' or (byte)'P'))
        {
            return null;
        }

        LogOrigin? origin = rest[..blank] switch
        {
            var stream when stream.SequenceEqual("stdout"u8) => LogOrigin.Output,
            var stream when stream.SequenceEqual("stderr"u8) => LogOrigin.Error,
            var stream when stream.SequenceEqual("helios"u8) => LogOrigin.Supervisor,
            _ => null,
        };
        if (origin is null)
        {
            return null;
        }

        long nanoseconds = ((DateTime.SpecifyKind(time, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks * 100) + (tens * 10) + ones;
        ReadOnlySpan<byte> text = rest[(blank + 3)..];
        string? lost = origin == LogOrigin.Supervisor && text.StartsWith("["u8) && text.EndsWith(" lost]\n"u8)
            ? Encoding.ASCII.GetString(text[1..^" lost]\n".Length])
            : null;
        return new LogPiece(nanoseconds, origin.Value, (rest[blank + 1] == 'P' ? text[..^1] : text).ToArray(), lost);
    }

    private static bool TryDigit(byte character, out int digit)
    {
        digit = character - '0';
        return digit is >= 0 and <= 9;
    }

    private static LogFiles? TryOpen(ImmutableArray<string> paths)
    {
        ImmutableArray<FileStream>.Builder files = ImmutableArray.CreateBuilder<FileStream>(paths.Length);
        try
        {
            foreach (string path in paths)
            {
                files.Add(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0));
            }

            return new LogFiles(files.DrainToImmutable());
        }
        catch (FileNotFoundException)
        {
            // Renamed or removed since the list was made.
            foreach (FileStream file in files)
            {
                file.Dispose();
            }

            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            foreach (FileStream file in files)
            {
                file.Dispose();
            }

            throw new CliException(Reason.At(paths[files.Count], refused));
        }
    }
}
