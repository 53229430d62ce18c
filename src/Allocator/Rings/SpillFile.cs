using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Helios.Allocator;

/// <summary>A file that takes the records a ring overwrites, up to a limit. A full disk makes it refuse, never throw.</summary>
/// <remarks>The file is record headers and bytes in a row. One that ends in the middle of a record was cut by a crash; reading stops there.</remarks>
public sealed class SpillFile : ILogSpill, IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly long _maxBytes;

    /// <summary>Creates the file or continues it.</summary>
    /// <param name="path">Where.</param>
    /// <param name="maxBytes">How long it may get; records that would exceed it are refused.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public SpillFile(string path, long maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        _maxBytes = maxBytes;
        _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        Length = EndOfWholeRecords(_file);
        RandomAccess.SetLength(_file, Length);
    }

    /// <summary>Bytes of whole records in the file.</summary>
    public long Length { get; private set; }

    /// <inheritdoc/>
    public bool TryKeep(in LogRecord record)
    {
        int bytes = RecordHeader.Bytes + record.Bytes.Length;
        if (Length + bytes > _maxBytes)
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
            RandomAccess.Write(_file, MemoryMarshal.AsBytes(new ReadOnlySpan<RecordHeader>(in header)), Length);
            RandomAccess.Write(_file, record.Bytes, Length + RecordHeader.Bytes);
            Length += bytes;
            return true;
        }
        catch (IOException)
        {
            // Disk full or gone: the caller counts the record as dropped, and the log goes on in the ring alone.
            CutAtLastWholeRecord();
            return false;
        }
    }

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

    private static long EndOfWholeRecords(SafeFileHandle file)
    {
        long length = RandomAccess.GetLength(file);
        long end = 0;
        RecordHeader header = default;
        Span<byte> headerBytes = MemoryMarshal.AsBytes(new Span<RecordHeader>(ref header));
        while (RandomAccess.Read(file, headerBytes, end) == RecordHeader.Bytes
            && header.Length >= 0
            && end + RecordHeader.Bytes + header.Length <= length)
        {
            end += RecordHeader.Bytes + header.Length;
        }

        return end;
    }

    private void CutAtLastWholeRecord()
    {
        try
        {
            RandomAccess.SetLength(_file, Length);
        }
        catch (IOException)
        {
            // The disk is gone altogether; there is nobody to tell but the count of dropped records, which the caller keeps.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
