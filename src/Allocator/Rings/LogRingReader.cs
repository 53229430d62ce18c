using System.Diagnostics;
using Helios.Linux;

namespace Helios.Allocator;

/// <summary>One reader of a ring, in any process. It follows by sequence number, counts what it missed, and sleeps until there is more.</summary>
/// <remarks>
/// <para>An ordinary reader maps the ring read-only and cannot disturb anyone. A holding reader also says how far it is, and a
/// writer under <see cref="LogRingPolicy.Block"/> waits for it.</para>
/// <para>Not thread-safe, except <see cref="Interrupt"/>.</para>
/// </remarks>
public sealed unsafe class LogRingReader : IDisposable
{
    private readonly Mapping _mapping;
    private readonly RingHeader* _header;
    private readonly byte* _data;
    private readonly long _ringBytes;
    private readonly RingCursors? _cursors;
    private readonly EventFd? _roomSignal;
    private byte[] _copy = [];
    private long _position;
    private long _nextSequence;
    private int _sleeping;
    private int _interrupted;
    private bool _disposed;

    /// <summary>Opens a ring at its oldest record.</summary>
    /// <param name="file">The ring; may be opened read-only and may be closed afterwards.</param>
    /// <exception cref="InvalidDataException">The file is not a ring.</exception>
    public LogRingReader(MemoryFile file)
        : this(file, null, null)
    {
    }

    private LogRingReader(MemoryFile file, MemoryFile? cursorFile, EventFd? roomSignal)
    {
        ArgumentNullException.ThrowIfNull(file);
        _ringBytes = ReadRingBytes(file);
        _mapping = Mapping.Mirrored(file, RingHeader.PageBytes, (nint)_ringBytes, MappingAccess.Read);
        _header = (RingHeader*)_mapping.Address;
        _data = (byte*)_mapping.Address + RingHeader.PageBytes;
        _position = Volatile.Read(ref _header->Head);
        _nextSequence = FirstSequence();
        _roomSignal = roomSignal;
        Holder = -1;
        if (cursorFile is not null)
        {
            // The place is claimed first and Head read again: whatever the writer took meanwhile is a gap, never a torn record.
            _cursors = new RingCursors(cursorFile);
            Holder = _cursors.Claim(_position);
            _position = Math.Max(_position, Volatile.Read(ref _header->Head));
        }
    }

    /// <summary>Opens a ring at its oldest record as a reader that a blocking writer waits for.</summary>
    /// <param name="file">The ring.</param>
    /// <param name="cursorFile">The ring's <see cref="LogRing.CursorFile"/>.</param>
    /// <param name="roomSignal">Signalled when this reader makes room for a writer that found the ring full, for writers that live in an epoll loop.</param>
    /// <exception cref="InvalidOperationException">The ring has as many holding readers as it can.</exception>
    public static LogRingReader OpenHolding(MemoryFile file, MemoryFile cursorFile, EventFd? roomSignal = null)
    {
        ArgumentNullException.ThrowIfNull(cursorFile);
        return new LogRingReader(file, cursorFile, roomSignal);
    }

    /// <summary>This reader's number for <see cref="LogRing.ReleaseHolder"/>; -1 when it does not hold.</summary>
    public int Holder { get; }

    /// <summary>Records this reader missed so far.</summary>
    public long MissedRecords { get; private set; }

    /// <summary>The number of the newest record in the ring; 0 when there never was one.</summary>
    public long LastSequence => Volatile.Read(ref _header->NextSequence) - 1;

    /// <summary>Whether the writer has marked the end and everything was read.</summary>
    public bool IsCompleted => Volatile.Read(ref _header->Closed) != 0 && _position >= Volatile.Read(ref _header->Tail);

    /// <summary>Copies the next record out. False when there is none yet.</summary>
    /// <exception cref="InvalidDataException">The ring's contents contradict themselves.</exception>
    public bool TryRead(out LogRecord record)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        while (true)
        {
            long tail = Volatile.Read(ref _header->Tail);
            long head = Volatile.Read(ref _header->Head);
            if (_position < head)
            {
                _position = head;
            }

            if (_position >= tail)
            {
                record = default;
                return false;
            }

            RecordHeader* source = (RecordHeader*)(_data + (_position & (_ringBytes - 1)));
            RecordHeader header = *source;
            bool sound = header.Length >= 0 && header.Length <= _ringBytes / 4 && _position + RecordHeader.Space(header.Length) <= tail;
            if (sound)
            {
                if (_copy.Length < header.Length)
                {
                    _copy = new byte[Math.Max(Math.Max(header.Length, 512), _copy.Length * 2)];
                }

                new ReadOnlySpan<byte>((byte*)source + RecordHeader.Bytes, header.Length).CopyTo(_copy);
            }

            // The copy counts only if the writer had not begun to reuse the place: loads above must not sink below this.
            Interlocked.MemoryBarrier();
            if (Volatile.Read(ref _header->Head) > _position)
            {
                continue;
            }

            if (!sound)
            {
                throw new InvalidDataException($"log ring is damaged: the record at {_position} claims {header.Length} bytes");
            }

            long missed = _nextSequence == 0 ? 0 : Math.Max(0, header.Sequence - _nextSequence);
            MissedRecords += missed;
            _nextSequence = header.Sequence + 1;
            _position += RecordHeader.Space(header.Length);
            TellWriter();
            record = new LogRecord(header, _copy.AsSpan(0, header.Length), missed);
            return true;
        }
    }

    /// <summary>Sleeps until there is something to read, the writer marks the end, somebody interrupts, or the time is up.</summary>
    /// <returns>True when <see cref="TryRead"/> will find a record.</returns>
    public bool Wait(TimeSpan timeout)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            uint seen = Volatile.Read(ref _header->WakeWord);
            if (_position < Volatile.Read(ref _header->Tail))
            {
                return true;
            }

            TimeSpan left = timeout == Timeout.InfiniteTimeSpan ? timeout : timeout - Stopwatch.GetElapsedTime(start);
            if (Volatile.Read(ref _header->Closed) != 0 || (timeout != Timeout.InfiniteTimeSpan && left <= TimeSpan.Zero))
            {
                return false;
            }

            Interlocked.Exchange(ref _sleeping, 1);
            bool interrupted = Interlocked.Exchange(ref _interrupted, 0) != 0;
            if (!interrupted)
            {
                Futex.Wait((nint)(&_header->WakeWord), seen, left);
            }

            Volatile.Write(ref _sleeping, 0);
            if (interrupted || Interlocked.Exchange(ref _interrupted, 0) != 0)
            {
                return _position < Volatile.Read(ref _header->Tail);
            }
        }
    }

    /// <summary>Ends a <see cref="Wait"/> of this reader, the current one or else the next. May be called from any thread.</summary>
    public void Interrupt()
    {
        Interlocked.Exchange(ref _interrupted, 1);

        // The word cannot be changed from a read-only mapping, so a sleeper that is just falling asleep must be shaken until it is up.
        SpinWait spin = default;
        while (Volatile.Read(ref _sleeping) != 0 && Volatile.Read(ref _interrupted) != 0)
        {
            Futex.Wake((nint)(&_header->WakeWord));
            spin.SpinOnce();
        }
    }

    /// <summary>Goes to the record with a number, or the oldest one that is left when that is newer, or behind the newest when the number is still to come.</summary>
    /// <remarks>Records between the number and the oldest one left count as missed.</remarks>
    public void Seek(long sequence)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sequence);
        while (true)
        {
            long tail = Volatile.Read(ref _header->Tail);
            long start = Volatile.Read(ref _header->Head);
            long position = start;
            while (position < tail)
            {
                RecordHeader header = *(RecordHeader*)(_data + (position & (_ringBytes - 1)));
                if (header.Length < 0 || header.Length > _ringBytes / 4 || header.Sequence >= sequence)
                {
                    break;
                }

                position += RecordHeader.Space(header.Length);
            }

            Interlocked.MemoryBarrier();
            if (Volatile.Read(ref _header->Head) == start)
            {
                _position = Math.Min(position, tail);
                _nextSequence = Math.Min(sequence, Volatile.Read(ref _header->NextSequence));
                TellWriter();
                return;
            }
        }
    }

    /// <summary>Goes behind the newest record, to see only what comes from now on.</summary>
    public void SeekToEnd()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _position = Volatile.Read(ref _header->Tail);
        _nextSequence = 0;
        TellWriter();
    }

    /// <summary>Unmaps the ring and, when holding, lets the writer go on.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (_cursors is not null)
        {
            _cursors.Leave(Holder);
            SignalRoom();
            _cursors.Dispose();
        }

        _mapping.Dispose();
    }

    internal static int ReadRingBytes(MemoryFile file)
    {
        long length = file.Length;
        if (length < RingHeader.PageBytes)
        {
            throw new InvalidDataException($"not a log ring: the file has {length} bytes");
        }

        using Mapping page = Mapping.Of(file, 0, RingHeader.PageBytes, MappingAccess.Read);
        RingHeader* header = (RingHeader*)page.Address;
        if (Volatile.Read(ref header->Magic) != RingHeader.ExpectedMagic
            || header->Version != RingHeader.ExpectedVersion
            || header->RingBytes + RingHeader.PageBytes != length
            || !System.Numerics.BitOperations.IsPow2(header->RingBytes))
        {
            throw new InvalidDataException($"not a log ring of version {RingHeader.ExpectedVersion}: magic {header->Magic:x16}, version {header->Version}, {header->RingBytes} of {length} bytes");
        }

        return (int)header->RingBytes;
    }

    /// <summary>The number this reader expects first, so that what is lost before its first read counts as missed too.</summary>
    private long FirstSequence()
    {
        while (true)
        {
            long next = Volatile.Read(ref _header->NextSequence);
            if (_position >= Volatile.Read(ref _header->Tail))
            {
                return next;
            }

            long oldest = ((RecordHeader*)(_data + (_position & (_ringBytes - 1))))->Sequence;
            Interlocked.MemoryBarrier();
            long head = Volatile.Read(ref _header->Head);
            if (head == _position)
            {
                return oldest;
            }

            _position = head;
        }
    }

    private void TellWriter()
    {
        if (_cursors is not null)
        {
            _cursors.Move(Holder, _position);
            if (_cursors.WriterIsWaiting)
            {
                SignalRoom();
            }
        }
    }

    private void SignalRoom()
    {
        _cursors!.SignalSpace();
        _roomSignal?.Signal();
    }
}
