using System.Diagnostics;
using Helios.Linux;

namespace Helios.Allocator;

/// <summary>The writing side of a ring of log records in a memfd that any number of processes can read.</summary>
/// <remarks>
/// <para>One writer, one thread at a time. Bytes are written once: <see cref="TryReserve"/> hands out the place in the ring, read(2)
/// fills it, <see cref="Commit"/> publishes it. Nothing is allocated on that path.</para>
/// <para>The writer may die at any instruction: readers then see every committed record and nothing of the rest, and a new writer
/// continues where it stopped (<see cref="Attach"/>). See <see cref="RingHeader"/> for why.</para>
/// </remarks>
public sealed unsafe class LogRing : IDisposable
{
    private readonly LogRingOptions _options;
    private readonly Mapping _mapping;
    private readonly Lock _cursorGate = new();
    private MemoryFile? _cursorFile;
    private volatile RingCursors? _cursors;
    private readonly RingHeader* _header;
    private readonly byte* _data;
    private readonly long _mask;
    private long _head;
    private long _tail;
    private long _sequence;
    private long _lastTime;
    private int _reserved = -1;
    private bool _disposed;

    private LogRing(MemoryFile file, MemoryFile? cursorFile, LogRingOptions options, int ringBytes)
    {
        File = file;
        _options = options;
        RingBytes = ringBytes;
        _mask = ringBytes - 1;
        _mapping = Mapping.Mirrored(file, RingHeader.PageBytes, ringBytes, MappingAccess.ReadWrite);
        _header = (RingHeader*)_mapping.Address;
        _data = (byte*)_mapping.Address + RingHeader.PageBytes;
        if (cursorFile is not null)
        {
            _cursors = new RingCursors(cursorFile);
            _cursorFile = cursorFile;
        }
    }

    /// <summary>The memfd with the records. Give readers <see cref="MemoryFile.OpenReadOnly"/> of it.</summary>
    public MemoryFile File { get; }

    /// <summary>The memfd with the places of holding readers; only those that may hold the writer up get it. Made when it is first asked for: most rings never have one.</summary>
    /// <exception cref="SyscallException">The memfd or its mapping is refused.</exception>
    public MemoryFile CursorFile
    {
        get
        {
            _ = Cursors();
            return _cursorFile!;
        }
    }

    /// <summary>Room for records in bytes.</summary>
    public int RingBytes { get; }

    /// <summary>The most bytes one record may have.</summary>
    public int MaxRecordBytes => (RingBytes / 4) - RecordHeader.Bytes;

    /// <summary>The number of the newest record; 0 before the first.</summary>
    public long LastSequence => _sequence - 1;

    /// <summary>The bytes that all records so far have taken, with what stands before each and the padding after it.</summary>
    public long WrittenBytes => Volatile.Read(ref _header->Tail);

    /// <summary>Records that were lost to readers so far, dropped or reported by <see cref="RecordLoss"/>.</summary>
    public long DroppedRecords => _header->DroppedRecords;

    /// <summary>The bytes of the records that were lost.</summary>
    public long DroppedBytes => _header->DroppedBytes;

    /// <summary>Records that went to the spill.</summary>
    public long SpilledRecords => _header->SpilledRecords;

    /// <summary>Makes an empty ring.</summary>
    /// <exception cref="SyscallException">The memfd or its mapping is refused.</exception>
    public static LogRing Create(LogRingOptions? options = null)
    {
        options ??= new LogRingOptions();
        options.Validate();
        MemoryFile file = MemoryFile.Create(options.Name, RingHeader.PageBytes + (long)options.RingBytes);
        try
        {
            LogRing ring = new(file, null, options, options.RingBytes) { _sequence = 1 };
            ring._header->Version = RingHeader.ExpectedVersion;
            ring._header->RingBytes = options.RingBytes;
            ring._header->NextSequence = 1;
            Volatile.Write(ref ring._header->Magic, RingHeader.ExpectedMagic);
            return ring;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Continues a ring whose writer is gone. Readers stay where they are and are woken by the next record.</summary>
    /// <param name="file">The ring, opened for writing; owned by the new writer from now on.</param>
    /// <param name="cursorFile">Its cursors; owned by the new writer from now on.</param>
    /// <param name="options">Policy, spill and clock; the size is the ring's own.</param>
    /// <exception cref="InvalidDataException">The file is not a ring, or its contents contradict themselves.</exception>
    public static LogRing Attach(MemoryFile file, MemoryFile cursorFile, LogRingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(cursorFile);
        options ??= new LogRingOptions();
        int ringBytes = LogRingReader.ReadRingBytes(file);
        (options with { RingBytes = ringBytes }).Validate();
        LogRing ring = new(file, cursorFile, options, ringBytes);
        ring.Recover();
        return ring;
    }

    /// <summary>Writes one record.</summary>
    /// <param name="origin">Where the bytes came from.</param>
    /// <param name="bytes">At most <see cref="MaxRecordBytes"/>.</param>
    /// <param name="timeout">
    /// Under <see cref="LogRingPolicy.Block"/>, how long to wait for room. The default waits not at all.
    /// </param>
    /// <returns>False when there was no room; nothing was written.</returns>
    public bool TryAppend(LogOrigin origin, ReadOnlySpan<byte> bytes, TimeSpan timeout = default)
    {
        CheckLength(bytes.Length);
        if (!MakeRoom(bytes.Length) && !WaitForRoom(bytes.Length, timeout))
        {
            return false;
        }

        bytes.CopyTo(new Span<byte>(PlaceOf(_tail) + RecordHeader.Bytes, bytes.Length));
        Publish(origin, bytes.Length);
        return true;
    }

    /// <summary>Makes room and hands out the place where the next record's bytes go, in one piece, for example for read(2).</summary>
    /// <param name="maxBytes">The most that will be written, up to <see cref="MaxRecordBytes"/>.</param>
    /// <param name="place">Valid until <see cref="Commit"/>.</param>
    /// <returns>False under <see cref="LogRingPolicy.Block"/> when the ring is full; see <see cref="WaitForRoom"/>.</returns>
    public bool TryReserve(int maxBytes, out Span<byte> place)
    {
        CheckLength(maxBytes);
        if (!MakeRoom(maxBytes))
        {
            place = default;
            return false;
        }

        _reserved = maxBytes;
        place = new Span<byte>(PlaceOf(_tail) + RecordHeader.Bytes, maxBytes);
        return true;
    }

    /// <summary>Publishes what was put into the reserved place and wakes the readers. Zero bytes gives the place up.</summary>
    public void Commit(LogOrigin origin, int length)
    {
        if ((uint)length > (uint)_reserved || _reserved < 0)
        {
            throw new InvalidOperationException(_reserved < 0 ? "nothing is reserved" : $"{length} bytes are more than the {_reserved} reserved");
        }

        _reserved = -1;
        if (length > 0)
        {
            Publish(origin, length);
        }
    }

    /// <summary>Tells readers of records that never reached the ring: they see a gap of that many.</summary>
    public void RecordLoss(long records, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(records);
        _sequence += records;
        _header->DroppedRecords += records;
        _header->DroppedBytes += bytes;
        Volatile.Write(ref _header->NextSequence, _sequence);
    }

    /// <summary>Sleeps until a record of a length fits. Only <see cref="LogRingPolicy.Block"/> ever sleeps.</summary>
    /// <returns>False when the time ran out.</returns>
    public bool WaitForRoom(int bytes, TimeSpan timeout)
    {
        CheckLength(bytes);
        long start = Stopwatch.GetTimestamp();
        RingCursors cursors = Cursors();
        while (true)
        {
            uint seen = cursors.SpaceWord;
            cursors.ArmWriter();
            if (MakeRoom(bytes))
            {
                cursors.DisarmWriter();
                return true;
            }

            TimeSpan left = timeout == Timeout.InfiniteTimeSpan ? timeout : timeout - Stopwatch.GetElapsedTime(start);
            if (timeout != Timeout.InfiniteTimeSpan && left <= TimeSpan.Zero)
            {
                return false;
            }

            cursors.WaitForSpace(seen, left);
        }
    }

    /// <summary>Frees the place of a holding reader that died without leaving; a writer it held up can go on.</summary>
    /// <param name="holder">The number from <see cref="LogRingReader.Holder"/>.</param>
    public void ReleaseHolder(int holder)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)holder, (uint)RingCursors.MaxHolders, nameof(holder));
        RingCursors cursors = Cursors();
        cursors.Leave(holder);
        cursors.SignalSpace();
    }

    /// <summary>Marks the end: readers that have read everything are told that no more will come.</summary>
    public void Close()
    {
        Volatile.Write(ref _header->Closed, 1);
        Wake();
    }

    /// <summary>Unmaps the ring and closes its descriptors. Readers keep what they have mapped. Does not mark the end: see <see cref="Close"/>.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _cursors?.Dispose();
        _mapping.Dispose();
        _cursorFile?.Dispose();
        File.Dispose();
    }

    private RingCursors Cursors()
    {
        lock (_cursorGate)
        {
            if (_cursors is { } there)
            {
                return there;
            }

            ObjectDisposedException.ThrowIf(_disposed, this);
            MemoryFile file = RingCursors.CreateFile(_options.Name);
            try
            {
                _cursors = new RingCursors(file);
            }
            catch
            {
                file.Dispose();
                throw;
            }

            _cursorFile = file;
            return _cursors;
        }
    }

    private byte* PlaceOf(long position) => _data + (position & _mask);

    private void CheckLength(int bytes)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (bytes < 0 || bytes > MaxRecordBytes)
        {
            throw new ArgumentOutOfRangeException(nameof(bytes), bytes, $"a record has 0 to {MaxRecordBytes} bytes");
        }
    }

    private bool MakeRoom(int bytes)
    {
        long newHead = _tail + RecordHeader.Space(bytes) - RingBytes;
        if (newHead <= _head)
        {
            return true;
        }

        long slowest = _options.Policy == LogRingPolicy.Block && _cursors is { } cursors ? cursors.Slowest() : long.MaxValue;
        long head = _head;
        while (head < newHead && head < slowest)
        {
            // The mirror makes a record that crosses the end one straight piece here too.
            RecordHeader* record = (RecordHeader*)PlaceOf(head);
            if (slowest == long.MaxValue)
            {
                GiveUp(record);
            }

            head += RecordHeader.Space(record->Length);
        }

        if (head != _head)
        {
            _head = head;
            Volatile.Write(ref _header->Head, head);

            // Readers must see the new head before they can see the first byte that overwrites the old records.
            Interlocked.MemoryBarrier();
        }

        if (head >= newHead)
        {
            return true;
        }

        Cursors().ArmWriter();
        return false;
    }

    private void GiveUp(RecordHeader* record)
    {
        if (_options.Policy == LogRingPolicy.Spill
            && _options.Spill!.TryKeep(new LogRecord(*record, new ReadOnlySpan<byte>((byte*)record + RecordHeader.Bytes, record->Length), 0)))
        {
            _header->SpilledRecords++;
            return;
        }

        _header->DroppedRecords++;
        _header->DroppedBytes += record->Length;
    }

    private void Publish(LogOrigin origin, int length)
    {
        RecordHeader* record = (RecordHeader*)PlaceOf(_tail);
        record->Sequence = _sequence;
        _lastTime = Math.Max((_options.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100, _lastTime + 1);
        record->UnixNanoseconds = _lastTime;
        record->Length = length;
        record->Origin = (byte)origin;
        record->Reserved0 = 0;
        record->Reserved1 = 0;

        _sequence++;
        _tail += RecordHeader.Space(length);
        Volatile.Write(ref _header->NextSequence, _sequence);
        Volatile.Write(ref _header->Tail, _tail);
        Wake();
    }

    private void Wake()
    {
        Interlocked.Increment(ref _header->WakeWord);
        Futex.Wake((nint)(&_header->WakeWord));
    }

    /// <summary>Finds the place and number to go on with, and refuses a ring whose records do not add up.</summary>
    private void Recover()
    {
        _head = _header->Head;
        _tail = _header->Tail;
        _sequence = _header->NextSequence;
        if (_head < 0 || _tail < _head || _tail - _head > RingBytes || _sequence < 1)
        {
            throw new InvalidDataException($"log ring is damaged: head {_head}, tail {_tail}, next sequence {_sequence}");
        }

        long position = _head;
        while (position < _tail)
        {
            RecordHeader* record = (RecordHeader*)PlaceOf(position);
            long next = position + RecordHeader.Space(record->Length);
            if (record->Length < 0 || record->Length > MaxRecordBytes || next > _tail)
            {
                throw new InvalidDataException($"log ring is damaged: the record at {position} claims {record->Length} bytes");
            }

            _sequence = Math.Max(_sequence, record->Sequence + 1);
            _lastTime = record->UnixNanoseconds;
            position = next;
        }

        _header->Closed = 0;
    }
}
