namespace Helios.Allocator.Tests;

/// <summary>What the heap should hold: every live buffer with its length and a pattern that is checked in full whenever it is touched.</summary>
internal sealed unsafe class HeapModel(SlabAllocator heap, int seed)
{
    private readonly SlabAllocator _heap = heap;
    private readonly Random _random = new(seed);
    private readonly List<Live> _live = [];
    private readonly SortedDictionary<nint, nint> _byAddress = [];

    internal IReadOnlyList<Live> Buffers => _live;

    /// <summary>The sum of <see cref="SlabAllocator.SizeOf"/> over live buffers, kept by adding and subtracting.</summary>
    internal long ActiveBytes { get; private set; }

    internal void Step(int maxBytes)
    {
        int choice = _random.Next(100);
        if (_live.Count == 0 || (choice < 48 && _live.Count < 2000))
        {
            Allocate(Size(maxBytes));
        }
        else if (choice < 60)
        {
            Reallocate(_random.Next(_live.Count), Size(maxBytes));
        }
        else if (choice < 99)
        {
            Free(_random.Next(_live.Count));
        }
        else
        {
            _heap.Trim();
        }
    }

    internal void FreeAll()
    {
        while (_live.Count > 0)
        {
            Free(_live.Count - 1);
        }
    }

    internal void CheckAll()
    {
        foreach (Live buffer in _live)
        {
            Check(buffer, buffer.Bytes);
        }
    }

    private int Size(int maxBytes) => _random.Next(10) switch
    {
        < 5 => _random.Next(0, 1025),
        < 7 => 1 << _random.Next(0, 15),
        < 9 => _random.Next(0, Math.Min(maxBytes, 20_000)),
        _ => _random.Next(0, maxBytes),
    };

    private void Allocate(int bytes)
    {
        nint address;
        switch (_random.Next(3))
        {
            case 0:
                address = _heap.Allocate(bytes);
                break;
            case 1:
                address = _heap.AllocateZeroed(bytes);
                Assert.Equal(-1, new ReadOnlySpan<byte>((void*)address, bytes).IndexOfAnyExcept((byte)0));
                break;
            default:
                nint alignment = (nint)1 << _random.Next(0, 15);
                address = _heap.AllocateAligned(bytes, alignment);
                Assert.Equal(0, address % alignment);
                break;
        }

        Add(address, bytes);
    }

    private void Reallocate(int index, int bytes)
    {
        Live buffer = Remove(index);
        nint address = _heap.Reallocate(buffer.Address, bytes);
        Check(buffer with { Address = address }, Math.Min(bytes, buffer.Bytes));
        Add(address, bytes);
    }

    private void Free(int index)
    {
        Live buffer = Remove(index);
        Check(buffer, buffer.Bytes);
        _heap.Free(buffer.Address);
    }

    private void Add(nint address, int bytes)
    {
        nint size = _heap.SizeOf(address);
        Assert.InRange(bytes, 0, size);
        Assert.Equal(0, address % 16);
        Assert.True(_heap.Owns(address));
        ActiveBytes += size;
        Live buffer = new(address, bytes, size, (byte)_random.Next());
        _byAddress.Add(address, size);
        Fill(buffer);
        _live.Add(buffer);
    }

    private Live Remove(int index)
    {
        Live buffer = _live[index];
        _live[index] = _live[^1];
        _live.RemoveAt(_live.Count - 1);
        _byAddress.Remove(buffer.Address);
        ActiveBytes -= buffer.Size;
        return buffer;
    }

    private static void Fill(Live buffer)
    {
        byte* at = (byte*)buffer.Address;
        for (int i = 0; i < buffer.Bytes; i++)
        {
            at[i] = (byte)(buffer.Seed + (i * 31));
        }
    }

    private static void Check(Live buffer, int bytes)
    {
        byte* at = (byte*)buffer.Address;
        for (int i = 0; i < bytes; i++)
        {
            if (at[i] != (byte)(buffer.Seed + (i * 31)))
            {
                Assert.Fail($"byte {i} of the {buffer.Bytes}-byte buffer at 0x{buffer.Address:x} changed");
            }
        }
    }

    internal readonly record struct Live(nint Address, int Bytes, nint Size, byte Seed);
}
