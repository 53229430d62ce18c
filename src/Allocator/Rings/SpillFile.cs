using System.Runtime.InteropServices;

namespace Helios.Allocator;

/// <summary>A file that takes the records a ring overwrites, up to a limit. A full disk makes it refuse, never throw.</summary>
/// <remarks>The file is record headers and bytes in a row. One that ends in the middle of a record was cut by a crash; reading stops there.</remarks>
public sealed class SpillFile : ILogSpill, IDisposable
{
    private readonly FileStream _file;
    private readonly long _maxBytes;

    /// <summary>Creates the file or continues it.</summary>
    /// <param name="path">Where.</param>
    /// <param name="maxBytes">How long it may get; records that would exceed it are refused.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public SpillFile(string path, long maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        _maxBytes = maxBytes;
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        _file.Seek(0, SeekOrigin.End);
    }

    /// <summary>Bytes in the file.</summary>
    public long Length => _file.Position;

    /// <inheritdoc/>
    public bool TryKeep(in LogRecord record)
    {
        long before = _file.Position;
        if (before + RecordHeader.Bytes + record.Bytes.Length > _maxBytes)
        {
            return false;
        }

        RecordHeader header = new()
        {
            Sequence = record.Sequence,
            UnixNanoseconds = record.UnixNanoseconds,
            Length = record.Bytes.Length,
            Origin = (byte)record.Origin,
        };
        try
        {
            _file.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<RecordHeader>(in header)));
            _file.Write(record.Bytes);
            return true;
        }
        catch (IOException)
        {
            // Disk full or gone: the caller counts the record as dropped, and the log goes on in the ring alone.
            return false;
        }
    }

    /// <summary>Makes the records kept so far visible to those who read the file.</summary>
    public void Flush() => _file.Flush();

    /// <summary>Reads a file from its start.</summary>
    /// <param name="path">The file.</param>
    /// <param name="visit">Called for each record; its bytes are valid during the call only.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static void Read(string path, Action<LogRecord> visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[4096];
        RecordHeader header = default;
        Span<byte> headerBytes = MemoryMarshal.AsBytes(new Span<RecordHeader>(ref header));
        while (file.ReadAtLeast(headerBytes, RecordHeader.Bytes, throwOnEndOfStream: false) == RecordHeader.Bytes)
        {
            if (header.Length < 0 || header.Length > file.Length - file.Position)
            {
                return;
            }

            if (bytes.Length < header.Length)
            {
                bytes = new byte[header.Length];
            }

            file.ReadExactly(bytes, 0, header.Length);
            visit(new LogRecord(header, bytes.AsSpan(0, header.Length), 0));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
