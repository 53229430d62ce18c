using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;
using Helios.Allocator;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Linux;

namespace Helios.Supervisor;

/// <summary>The ring of one container and what fills it. Belongs to the holder: it outlives runs, actors and readers.</summary>
/// <remarks>
/// The ring always drops its oldest records, so that nothing in it can ever wait. A stream whose policy is to block waits in front of it: its pipe is
/// not read while the files lag behind by more than half the ring, unless the disk has failed. A stream whose policy is to spill makes the files
/// catch up before it is read on.
/// </remarks>
internal sealed class ContainerLog : IDisposable
{
    private const int LeastRingBytes = 1 << 16;

    private readonly Lock _writing = new();
    private readonly Lock _draining = new();
    private readonly LogRing _ring;
    private LogRingReader? _reader;
    private readonly List<StreamPump> _pumps = [];
    private readonly MemoryPool<byte> _buffers;
    private LogFileSink? _sink;
    private long _written;
    private bool _hasEverything;
    private long _drained;
    private int _isDirty;
    private bool _disposed;

    internal ContainerLog(ContainerId id, LogSpec spec, ImmutableArray<string> writable, TimeProvider time, MemoryPool<byte> buffers)
    {
        _buffers = buffers;
        Id = id;
        Spec = spec;
        _ring = LogRing.Create(new LogRingOptions
        {
            RingBytes = (int)Math.Max(LeastRingBytes, BitOperations.RoundUpToPowerOf2((ulong)spec.Ring.Bytes)),
            Name = $"helios-log-{id}",
            Clock = time,
        });
        _sink = spec.File is { } file ? new LogFileSink(id, file, writable, time, buffers) : null;
        _hasEverything = _sink is not null;
        Time = time;
    }

    /// <summary>There is something for the files; called once until the next drain, on the thread that wrote.</summary>
    internal event Action? BecameDirty;

    internal ContainerId Id { get; }

    internal TimeProvider Time { get; }

    /// <summary>The rules.</summary>
    internal LogSpec Spec { get; private set; }

    /// <summary>The memfd.</summary>
    internal MemoryFile Memory => _ring.File;

    /// <summary>The most bytes of one record.</summary>
    internal int MostRecordBytes => Math.Min(_ring.MaxRecordBytes, 16 * 1024);

    /// <summary>Bytes that no file has although there is one, and bytes that no reader can see any more although there is none.</summary>
    internal long BytesLost => _sink?.BytesLost ?? 0;

    /// <summary>Why the files take nothing; null when they do or when there are none.</summary>
    internal string? Failure => _sink?.Failure;

    /// <summary>Whether a stream must wait for the files.</summary>
    internal bool MustWait(bool error)
        => (error ? Spec.Error : Spec.Output) == LogPolicy.Block && IsBehind && _sink is { Failure: null };

    /// <summary>
    /// Whether what a stream says is thrown away at once: its own policy is to lose its oldest, but in the ring that would be what the other stream
    /// waits for.
    /// </summary>
    internal bool MustDrop(bool error)
        => (error ? Spec.Error : Spec.Output) == LogPolicy.DropOldest && MustWait(!error);

    /// <summary>Whether the files must catch up before more of a stream is read.</summary>
    internal bool MustSpill(bool error) => (error ? Spec.Error : Spec.Output) == LogPolicy.Spill && IsBehind;

    // What counts is the room that records take, not what is in them: a record of one short line takes several times its length.
    private bool IsBehind => _ring.WrittenBytes - Volatile.Read(ref _drained) > _ring.RingBytes / 2;

    /// <summary>Takes new rules; the size of the ring stays.</summary>
    internal void Configure(LogSpec spec, ImmutableArray<string> writable)
    {
        lock (_draining)
        {
            Spec = spec;
            if (spec.File is null)
            {
                _sink?.Dispose();
                _sink = null;
                _hasEverything = false;
            }
            else if (_sink is null)
            {
                _sink = new LogFileSink(Id, spec.File, writable, Time, _buffers);
            }
            else
            {
                _sink.Spec = spec.File;
                _sink.Writable = writable;
            }
        }
    }

    /// <summary>Writes bytes that are already here.</summary>
    internal void Append(LogOrigin origin, ReadOnlySpan<byte> bytes)
    {
        lock (_writing)
        {
            while (!bytes.IsEmpty && !_disposed)
            {
                int length = Math.Min(bytes.Length, MostRecordBytes);
                _ring.TryAppend(origin, bytes[..length]);
                _written += length;
                bytes = bytes[length..];
            }
        }

        TellDirty();
    }

    /// <summary>Reads once from a descriptor straight into the ring. False at the end of the stream.</summary>
    internal bool ReadFrom(SafeFd descriptor, LogOrigin origin)
    {
        lock (_writing)
        {
            if (_disposed || !_ring.TryReserve(MostRecordBytes, out Span<byte> place))
            {
                return false;
            }

            int count = DescriptorIo.TryRead(descriptor, place, out Errno errno);
            _ring.Commit(origin, Math.Max(count, 0));
            if (count <= 0)
            {
                return errno is Errno.EAGAIN or Errno.EINTR;
            }

            _written += count;
        }

        TellDirty();
        return true;
    }

    /// <summary>Reads once from a descriptor and throws it away, counted. False at the end of the stream.</summary>
    internal bool Discard(SafeFd descriptor)
    {
        const int MostAtOnce = 4096;
        Span<byte> place = stackalloc byte[MostAtOnce];
        lock (_writing)
        {
            if (_disposed)
            {
                return false;
            }

            int count = DescriptorIo.TryRead(descriptor, place, out Errno errno);
            if (count <= 0)
            {
                return errno is Errno.EAGAIN or Errno.EINTR;
            }

            _ring.RecordLoss(1, count);
            _written += count;
            return true;
        }
    }

    /// <summary>Brings the files up to date. Blocks for as long as the disk does; any thread, one at a time.</summary>
    internal void Drain()
    {
        lock (_draining)
        {
            Volatile.Write(ref _isDirty, 0);
            if (_disposed)
            {
                return;
            }

            long written = _ring.WrittenBytes;
            if (_sink is null)
            {
                Volatile.Write(ref _drained, written);
                return;
            }

            _sink.Drain(_reader ??= new LogRingReader(_ring.File));
            _sink.RotateByAge();
            if (_sink.Failure is null)
            {
                Volatile.Write(ref _drained, written);
            }

            CountLost();
        }

        foreach (StreamPump pump in Pumps())
        {
            pump.GoOn();
        }
    }

    // Everything that was written and is neither in a file nor still on its way to one was lost, for whatever reason.
    private void CountLost()
    {
        lock (_writing)
        {
            if (!_hasEverything || _sink is null)
            {
                return;
            }

            if (_sink.Failure is not null)
            {
                _sink.RingHasDropped(_ring.DroppedBytes);
            }
            else if (Volatile.Read(ref _drained) == _ring.WrittenBytes)
            {
                _sink.SettleLost(_written);
            }
        }
    }

    /// <summary>Begins to read a stream of a run.</summary>
    internal StreamPump Pump(EventLoop loop, SafeFd descriptor, bool error)
    {
        StreamPump pump = new(this, loop, descriptor, error);
        lock (_pumps)
        {
            _pumps.Add(pump);
        }

        pump.Begin();
        return pump;
    }

    internal void Remove(StreamPump pump)
    {
        lock (_pumps)
        {
            _pumps.Remove(pump);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (StreamPump pump in Pumps())
        {
            pump.Dispose();
        }

        lock (_draining)
        {
            lock (_writing)
            {
                if (_disposed)
                {
                    return;
                }

                _disposed = true;
                _ring.Close();
                _sink?.Drain(_reader ??= new LogRingReader(_ring.File));
                _sink?.Dispose();
                _reader?.Dispose();
                _ring.Dispose();
            }
        }
    }

    private void TellDirty()
    {
        if (_sink is not null && Interlocked.Exchange(ref _isDirty, 1) == 0)
        {
            BecameDirty?.Invoke();
        }
    }

    private StreamPump[] Pumps()
    {
        lock (_pumps)
        {
            return [.. _pumps];
        }
    }
}
