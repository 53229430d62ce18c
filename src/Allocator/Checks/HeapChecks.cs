using System.Runtime.InteropServices;

namespace Helios.Allocator;

/// <summary>Checked mode: canaries around every buffer, poison in freed ones, and a quarantine that finds who wrote too late.</summary>
/// <remarks>
/// Sits between the public methods and the raw heap, which then runs without thread caches. A buffer is laid out as
/// <c>guard | the user's bytes | guard</c>; the front guard is as long as the alignment asks for, at least 16 bytes. One lock: this mode
/// is for tests.
/// </remarks>
internal sealed unsafe class HeapChecks(SlabAllocator heap, long quarantineBytes)
{
    private const byte Canary = 0xCA;
    private const byte Fresh = 0xCD;
    private const byte Poison = 0xDD;
    private const int GuardBytes = 16;
    private const int CheckedTailBytes = 64;

    private readonly SlabAllocator _heap = heap;
    private readonly long _quarantineLimit = quarantineBytes;
    private readonly Lock _lock = new();
    private readonly Dictionary<nint, Guarded> _live = [];
    private readonly Dictionary<nint, Guarded> _quarantined = [];
    private readonly Queue<Guarded> _quarantine = [];
    private long _quarantineBytes;
    private long _sequence;

    internal nint Allocate(nint bytes, nint alignment)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        bytes = Math.Max(bytes, 1);
        nint guard = Math.Max(GuardBytes, alignment);
        if (bytes > (nint)_heap.Options.CapBytes || alignment > (nint)_heap.Options.CapBytes)
        {
            return 0;
        }

        nint raw = _heap.TryAllocateRaw(guard + bytes + GuardBytes, alignment);
        if (raw == 0)
        {
            return 0;
        }

        nint address = raw + guard;
        nint tail = Math.Min(_heap.SizeOfRaw(raw) - guard - bytes, CheckedTailBytes);
        NativeMemory.Fill((void*)raw, (nuint)guard, Canary);
        NativeMemory.Fill((void*)address, (nuint)bytes, Fresh);
        NativeMemory.Fill((void*)(address + bytes), (nuint)tail, Canary);
        lock (_lock)
        {
            _live.Add(address, new Guarded(raw, address, bytes, tail, ++_sequence, Environment.CurrentManagedThreadId));
        }

        return address;
    }

    internal void Free(nint address)
    {
        lock (_lock)
        {
            if (!_live.Remove(address, out Guarded buffer))
            {
                throw Misused(address);
            }

            if (FindOverrun(buffer) is { } overrun)
            {
                _heap.FreeRaw(buffer.Raw);
                throw overrun;
            }

            NativeMemory.Fill((void*)address, (nuint)buffer.Bytes, Poison);
            _quarantine.Enqueue(buffer with { ThreadId = Environment.CurrentManagedThreadId });
            _quarantined.Add(address, buffer);
            _quarantineBytes += buffer.Bytes;
            while (_quarantineBytes > _quarantineLimit)
            {
                ReleaseOldest();
            }
        }
    }

    internal nint SizeOf(nint address)
    {
        lock (_lock)
        {
            return _live.TryGetValue(address, out Guarded buffer) ? buffer.Bytes : throw Misused(address);
        }
    }

    /// <summary>Frees everything held back, looking at each for late writes.</summary>
    internal void EmptyQuarantine()
    {
        lock (_lock)
        {
            while (_quarantine.Count != 0)
            {
                ReleaseOldest();
            }
        }
    }

    private void ReleaseOldest()
    {
        Guarded buffer = _quarantine.Dequeue();
        _quarantined.Remove(buffer.Address);
        _quarantineBytes -= buffer.Bytes;
        nint written = FirstOther(buffer.Address, buffer.Bytes, Poison);
        _heap.FreeRaw(buffer.Raw);
        if (written >= 0)
        {
            throw new HeapMisuseException(
                HeapMisuse.WriteAfterFree,
                buffer.Address,
                $"byte {written} of the {buffer.Bytes}-byte buffer at 0x{buffer.Address:x} (allocation {buffer.Sequence}) was written after thread {buffer.ThreadId} had freed it");
        }
    }

    private static HeapMisuseException? FindOverrun(Guarded buffer)
    {
        nint guard = buffer.Address - buffer.Raw;
        nint before = FirstOther(buffer.Raw, guard, Canary);
        nint behind = FirstOther(buffer.Address + buffer.Bytes, buffer.TailBytes, Canary);
        if (before < 0 && behind < 0)
        {
            return null;
        }

        string where = behind >= 0 ? $"{behind} bytes behind the end" : $"{guard - before} bytes before the start";
        return new HeapMisuseException(
            HeapMisuse.Overrun,
            buffer.Address,
            $"the {buffer.Bytes}-byte buffer at 0x{buffer.Address:x} (allocation {buffer.Sequence}, thread {buffer.ThreadId}) was overrun: the byte {where} changed");
    }

    private HeapMisuseException Misused(nint address)
    {
        if (_quarantined.TryGetValue(address, out Guarded freed))
        {
            return new HeapMisuseException(HeapMisuse.DoubleFree, address, $"the {freed.Bytes}-byte buffer at 0x{address:x} (allocation {freed.Sequence}, thread {freed.ThreadId}) is freed already");
        }

        foreach (Guarded buffer in _live.Values)
        {
            if (address > buffer.Address && address < buffer.Address + buffer.Bytes)
            {
                return new HeapMisuseException(HeapMisuse.Interior, address, $"0x{address:x} points {address - buffer.Address} bytes into the {buffer.Bytes}-byte buffer at 0x{buffer.Address:x} (allocation {buffer.Sequence})");
            }
        }

        return _heap.Misused(address);
    }

    private static nint FirstOther(nint address, nint bytes, byte expected)
    {
        // Sound because guards and quarantined buffers belong to this class until it frees them. Spans hold at most 2 GiB each.
        for (nint done = 0; done < bytes;)
        {
            int length = (int)Math.Min(bytes - done, int.MaxValue);
            int other = new ReadOnlySpan<byte>((void*)(address + done), length).IndexOfAnyExcept(expected);
            if (other >= 0)
            {
                return done + other;
            }

            done += length;
        }

        return -1;
    }

    /// <summary>A buffer with its guards. <paramref name="ThreadId"/> is who allocated it and, in quarantine, who freed it.</summary>
    private readonly record struct Guarded(nint Raw, nint Address, nint Bytes, nint TailBytes, long Sequence, int ThreadId);
}
