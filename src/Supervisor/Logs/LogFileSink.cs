using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Helios.Allocator;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Linux;

namespace Helios.Supervisor;

/// <summary>Writes the records of one container's ring to files: rotated by size and age, bounded in total.</summary>
/// <remarks>
/// <c>NAME.log</c> is written; a file that is full or old becomes <c>NAME.TIME.log</c> and the oldest of those go when all together exceed the total.
/// A disk that takes nothing more costs records, never the container: what it does not take waits in the batch and in the ring and is written later; what
/// the ring loses meanwhile is counted, and a line in the file says so. A file that somebody else moved or deleted is begun anew. Not thread-safe: one
/// drain at a time.
/// </remarks>
internal sealed class LogFileSink : IDisposable
{
    private const int BatchBytes = 64 * 1024;
    private const string Suffix = ".log";
    private const string TimeFormat = "yyyyMMdd'T'HHmmssfffffff";

    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly SlabBufferWriter _batch;
    private FileStream? _file;
    private LogPlace? _place;
    private DateTimeOffset _begun;
    private long _good;
    private string? _openedAs;
    private long _taken;
    private long _lostSinceTold;
    private long _batchPayload;
    private bool _isLossInBatch;

    /// <param name="name">The container's name.</param>
    /// <param name="spec">The rules.</param>
    /// <param name="writable">What of the host the container may write to.</param>
    /// <param name="time">The clock of ages and names.</param>
    /// <param name="buffers">Where a batch is collected; between drains nothing is held.</param>
    internal LogFileSink(ContainerId name, LogFileSpec spec, ImmutableArray<string> writable, TimeProvider time, MemoryPool<byte> buffers)
    {
        _batch = new SlabBufferWriter(buffers, BatchBytes);
        _name = name.ToString();
        Spec = spec;
        Writable = writable;
        _time = time;
    }

    /// <summary>The rules; may change between drains.</summary>
    internal LogFileSpec Spec { get; set; }

    /// <summary>What of the host the container may write to: no place for its files.</summary>
    internal ImmutableArray<string> Writable { get; set; }

    /// <summary>The number of the last record that was taken or given up.</summary>
    internal long LastSequence { get; private set; }

    /// <summary>Bytes of output that no file has.</summary>
    internal long BytesLost { get; private set; }

    /// <summary>Why the last write failed; null when it succeeded.</summary>
    internal string? Failure { get; private set; }

    /// <summary>The files, the oldest first.</summary>
    internal static ImmutableArray<string> FilesOf(ContainerId name, LogFileSpec spec)
    {
        string current = Path.Combine(spec.Directory, name + Suffix);
        return
        [
            .. Rotated(name.ToString(), spec.Directory),
            .. File.Exists(current) ? [current] : Array.Empty<string>(),
        ];
    }

    /// <summary>Says how many bytes there were in all, when all of them have been taken or lost.</summary>
    internal void SettleLost(long written) => BytesLost = written - _taken;

    /// <summary>
    /// While the disk takes nothing: what the ring has dropped is in the files, in the batch or lost. It is exact once everything that the files have
    /// is out of the ring.
    /// </summary>
    internal void RingHasDropped(long bytes) => BytesLost = Math.Max(BytesLost, bytes - _taken - _batchPayload);

    /// <summary>Writes what a reader has.</summary>
    internal void Drain(LogRingReader reader)
    {
        if (!Flush())
        {
            return;
        }

        while (reader.TryRead(out LogRecord record))
        {
            _batchPayload += record.Bytes.Length;
            LastSequence = record.Sequence;
            try
            {
                Collect(record);
            }
            catch (OutOfMemoryException full)
            {
                // Later the heap may have room again; until then the records wait in the ring.
                LoseBatch(Reason.Of(full));
                BeginBatch();
                return;
            }

            if (_batch.WrittenBytes >= BatchBytes && !Flush())
            {
                return;
            }
        }

        Flush();
    }

    /// <summary>Begins a new file if the present one is too old.</summary>
    internal void RotateByAge()
    {
        if (_file is null || _good == 0 || !(_time.GetUtcNow() - _begun >= Spec.MaxAge))
        {
            return;
        }

        try
        {
            Rotate();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Failure = Reason.Of(failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        _batch.Dispose();
    }

    private void Collect(LogRecord record)
    {
        if (record.MissedBefore > 0)
        {
            CriLine.WriteLoss(_batch, record.UnixNanoseconds, record.MissedBefore, 0);
        }

        if (_lostSinceTold > 0 && !_isLossInBatch)
        {
            CriLine.WriteLoss(_batch, record.UnixNanoseconds, 0, _lostSinceTold);
            _isLossInBatch = true;
        }

        CriLine.Write(_batch, record.UnixNanoseconds, record.Origin, record.Bytes);
    }

    /// <summary>Writes the batch. False when the disk refused it: then it is kept.</summary>
    private bool Flush()
    {
        if (_batch.WrittenBytes == 0)
        {
            return true;
        }

        try
        {
            LetGoIfMoved();
            if (_file is not null && _good > 0 && _good + _batch.WrittenBytes > Spec.MaxSize.Bytes)
            {
                Rotate();
            }

            Open();
            foreach (ReadOnlyMemory<byte> segment in _batch.WrittenSequence)
            {
                _file.Write(segment.Span);
            }

            _good += _batch.WrittenBytes;
            _taken += _batchPayload;
            Failure = null;
            if (_isLossInBatch)
            {
                _lostSinceTold = 0;
            }

            BeginBatch();
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Failure = Reason.Of(failure);
            UndoWrite();
            return false;
        }
    }

    // A rotation by somebody else renames the file, and a deleted one takes bytes that nobody will ever see.
    private void LetGoIfMoved()
    {
        if (_file is { } file && NameOf(file) != _openedAs)
        {
            Close();
        }
    }

    private static string? NameOf(FileStream file)
        => File.ResolveLinkTarget(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}"), returnFinalTarget: false)?.FullName;

    private void LoseBatch(string why)
    {
        Failure = why;
        BytesLost += _batchPayload;
        _lostSinceTold += _batchPayload;
    }

    private void BeginBatch()
    {
        _batch.Reset();
        _batchPayload = 0;
        _isLossInBatch = false;
    }

    [MemberNotNull(nameof(_file))]
    private void Open()
    {
        if (_file is not null)
        {
            return;
        }

        _place = LogPlace.Open(Spec.Directory, Writable);
        try
        {
            _file = _place.Append(_name + Suffix);
        }
        catch
        {
            Close();
            throw;
        }

        _openedAs = NameOf(_file);
        _good = _file.Length;
        _begun = _good > 0 ? File.GetLastWriteTimeUtc(_file.SafeFileHandle) : _time.GetUtcNow();
    }

    // Half of a batch may have got through: a reader must not meet half a line.
    private void UndoWrite()
    {
        try
        {
            _file?.SetLength(_good);
        }
        catch (IOException)
        {
            // The file system is beyond help; the next Open finds out.
        }

        Close();
    }

    private void Rotate()
    {
        Close();
        using LogPlace place = LogPlace.Open(Spec.Directory, Writable);
        string time = _time.GetUtcNow().UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
        File.Move(Path.Join(place.Path, _name + Suffix), Path.Join(place.Path, $"{_name}.{time}{Suffix}"), overwrite: true);
        _good = 0;
        long room = Spec.Total.Bytes - Spec.MaxSize.Bytes;
        foreach (string old in Rotated(_name, place.Path).Reverse())
        {
            room -= new FileInfo(old).Length;
            if (room < 0)
            {
                File.Delete(old);
            }
        }
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
        _place?.Dispose();
        _place = null;
    }

    private static IEnumerable<string> Rotated(string name, string directory)
    {
        try
        {
            // NAME.TIME.log: the time has a fixed form, so that "web" does not take "web.2" for its own.
            return [.. Directory.EnumerateFiles(directory, $"{name}.*{Suffix}").Where(file => IsTime(Path.GetFileName(file), name)).Order(StringComparer.Ordinal)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsTime(string file, string name)
        => DateTime.TryParseExact(
            file.AsSpan(name.Length + 1, Math.Max(0, file.Length - name.Length - 1 - Suffix.Length)), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
