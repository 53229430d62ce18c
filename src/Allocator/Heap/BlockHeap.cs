using System.Diagnostics;
using Helios.Linux;

namespace Helios.Allocator;

/// <summary>Best fit over the range: splitting, coalescing of physical neighbours, and giving pages back.</summary>
/// <remarks>
/// All boundary information is in <see cref="BlockNode"/>s, out of reach of the user's writes. Slabs are blocks too, so the memory
/// of an emptied class serves any other size. Every method needs <see cref="Lock"/>; no method takes another lock.
/// </remarks>
internal sealed unsafe class BlockHeap
{
    private const int GrowthBytes = 1 << 20;

    private readonly HeapMetadata _metadata;
    private readonly BlockNode* _nodes;
    private readonly FreeBlockTree _free;
    private readonly Mapping _range;
    private readonly nint _retainBytes;
    private uint _spareNodes;
    private uint _nodesMade;
    private uint _lastBlock;
    private nint _dirtyBytes;

    internal BlockHeap(HeapMetadata metadata, Mapping range, nint retainBytes)
    {
        _metadata = metadata;
        _nodes = metadata.Nodes;
        _free = new FreeBlockTree(_nodes);
        _range = range;
        _retainBytes = retainBytes;
        CapBytes = range.Length;
        TopBytes = HeapLayout.HeaderBytes;
    }

    internal Lock Lock { get; } = new();

    /// <summary>How far the committed part may grow; large mappings outside the range lower it.</summary>
    internal nint CapBytes { get; set; }

    /// <summary>Everything below this offset is committed.</summary>
    internal nint TopBytes { get; private set; }

    /// <summary>Bytes in free blocks.</summary>
    internal nint FreeBytes { get; private set; }

    internal int FreeBlocks { get; private set; }

    /// <summary>Bytes given back to the kernel so far.</summary>
    internal long ReturnedBytes { get; private set; }

    internal nint LargestFreeBytes => Bytes(_nodes[_free.Largest()].Size);

    internal uint FirstBlock { get; private set; }

    internal BlockNode* Node(uint node) => _nodes + node;

    /// <summary>The block that starts exactly at an offset that is known to be a start.</summary>
    internal uint BlockAt(nint offset) => _metadata.Starts[offset >> HeapLayout.StartMapShift];

    /// <summary>The block an offset below the top lies in; 0 for the header.</summary>
    internal uint BlockAround(nint offset)
    {
        uint granule = Granules(offset);
        for (nint place = offset >> HeapLayout.StartMapShift; place >= 0; place--)
        {
            uint node = _metadata.Starts[place];
            if (node != 0 && _nodes[node].Start <= granule)
            {
                return node;
            }
        }

        return 0;
    }

    /// <summary>Takes a block of whole granules; 0 when the cap does not allow it.</summary>
    /// <param name="bytes">A multiple of a granule, at least <see cref="HeapLayout.MinBlockBytes"/>.</param>
    /// <param name="alignment">
    /// A power of two, at least a granule: of the address, or for a slab of the offset, because a mapping may begin at any page.
    /// </param>
    /// <param name="state">What it is taken for.</param>
    internal uint Take(nint bytes, nint alignment, BlockState state)
    {
        Request request = new(Granules(bytes), Granules(alignment), state == BlockState.Slab ? 0 : Granules(_range.Address & (alignment - 1)));
        uint node = FindAligned(request);
        if (node == 0)
        {
            nint worst = alignment <= HeapLayout.GranuleBytes ? bytes : bytes + alignment + HeapLayout.MinBlockBytes;
            node = Grow(bytes, worst) ? FindAligned(request) : 0;
            if (node == 0 && (node = SearchAll(request)) == 0)
            {
                return 0;
            }
        }

        BlockState before = _nodes[node].State;
        RemoveFree(node);
        uint gap = AlignedStart(node, request) - _nodes[node].Start;
        if (gap != 0)
        {
            uint front = node;
            node = SplitAt(front, gap);
            AddFree(front, before);
        }

        _nodes[node].State = state;
        ReleaseTail(node, request.Size, before);
        if (before == BlockState.FreeDirty)
        {
            _dirtyBytes = Math.Max(0, _dirtyBytes - Bytes(_nodes[node].Size));
        }

        return node;
    }

    /// <summary>Frees a taken block, joins it with free neighbours, and returns pages when enough lie idle.</summary>
    internal void Release(uint node)
    {
        Debug.Assert(_nodes[node].State is BlockState.Used or BlockState.Slab, "only a taken block is released");
        _dirtyBytes += Bytes(_nodes[node].Size);
        Coalesce(node, BlockState.FreeDirty);
        if (_dirtyBytes > _retainBytes && _dirtyBytes > (TopBytes - FreeBytes) / 4)
        {
            ReturnIdlePages();
        }
    }

    /// <summary>Shortens or lengthens a taken block where it lies. False when its neighbour is not free or too short.</summary>
    internal bool TryResize(uint node, nint bytes)
    {
        uint size = Granules(bytes);
        if (size > _nodes[node].Size)
        {
            if (node == _lastBlock || (_nodes[node].NextPhysical == _lastBlock && IsFree(_lastBlock)))
            {
                uint tail = node == _lastBlock ? 0 : _nodes[_lastBlock].Size;
                if (_nodes[node].Size + tail < size)
                {
                    nint missing = Bytes(size - _nodes[node].Size - tail);
                    Grow(missing, missing);
                }
            }

            uint next = _nodes[node].NextPhysical;
            if (next == 0 || !IsFree(next) || _nodes[node].Size + _nodes[next].Size < size)
            {
                return false;
            }

            BlockState state = _nodes[next].State;
            RemoveFree(next);
            Absorb(node, next);
            ReleaseTail(node, size, state);
            return true;
        }

        ReleaseTail(node, size, BlockState.FreeDirty);
        return true;
    }

    /// <summary>Gives the pages inside free blocks back to the kernel. Returns how many bytes.</summary>
    internal nint ReturnIdlePages()
    {
        nint returned = 0;
        nint pageMask = Mapping.PageBytes - 1;
        for (uint node = FirstBlock; node != 0; node = _nodes[node].NextPhysical)
        {
            if (_nodes[node].State != BlockState.FreeDirty)
            {
                continue;
            }

            nint start = (Offset(node) + pageMask) & ~pageMask;
            nint end = (Offset(node) + Bytes(_nodes[node].Size)) & ~pageMask;
            if (end > start)
            {
                _range.Discard(start, end - start);
                _metadata.Discard(start, end);
                returned += end - start;
                _nodes[node].State = BlockState.FreeClean;
            }
        }

        _dirtyBytes = 0;
        ReturnedBytes += returned;
        return returned;
    }

    /// <summary>Returns idle pages and lowers the top when the last block is free, so that the cap counts only what is needed.</summary>
    internal void Trim()
    {
        ReturnIdlePages();
        if (_lastBlock == 0 || !IsFree(_lastBlock))
        {
            return;
        }

        uint node = _lastBlock;
        nint pageMask = Mapping.PageBytes - 1;
        nint top = (Offset(node) + HeapLayout.MinBlockBytes + pageMask) & ~pageMask;
        if (Offset(node) == HeapLayout.HeaderBytes)
        {
            top = HeapLayout.HeaderBytes;
        }

        // What ReturnIdlePages left in the last block's pages must go before the top moves below them.
        nint surplus = TopBytes - top;
        if (surplus <= 0)
        {
            return;
        }

        _range.Discard(top, surplus);
        if (!_range.Protect(top, surplus, MappingAccess.None))
        {
            return;
        }

        BlockState state = _nodes[node].State;
        RemoveFree(node);
        TopBytes = top;
        if (top == HeapLayout.HeaderBytes)
        {
            _metadata.Starts[Offset(node) >> HeapLayout.StartMapShift] = 0;
            FirstBlock = 0;
            _lastBlock = 0;
            Retire(node);
            return;
        }

        _nodes[node].Size -= Granules(surplus);
        AddFree(node, state);
    }

    internal nint Offset(uint node) => (nint)_nodes[node].Start << HeapLayout.GranuleShift;

    internal static nint Bytes(uint granules) => (nint)granules << HeapLayout.GranuleShift;

    internal bool IsFree(uint node) => _nodes[node].State is BlockState.FreeClean or BlockState.FreeDirty;

    /// <summary>Walks every block in address order and checks all invariants.</summary>
    internal void Verify()
    {
        nint expected = HeapLayout.HeaderBytes;
        nint free = 0;
        uint previous = 0;
        for (uint node = FirstBlock; node != 0; node = _nodes[node].NextPhysical)
        {
            Require(Offset(node) == expected, "blocks touch each other");
            Require(_nodes[node].PreviousPhysical == previous, "neighbours agree");
            Require(_nodes[node].Size >= Granules(HeapLayout.MinBlockBytes), "no block is too short");
            Require(BlockAt(Offset(node)) == node, "the start map knows every block");
            Require(_nodes[node].State != BlockState.Spare, "no spare node is in the chain");
            Require(previous == 0 || !IsFree(previous) || !IsFree(node), "free neighbours are joined");
            free += IsFree(node) ? Bytes(_nodes[node].Size) : 0;
            expected += Bytes(_nodes[node].Size);
            previous = node;
        }

        Require(expected == TopBytes, "blocks fill the committed range");
        Require(free == FreeBytes, "free bytes are what the free blocks add up to");
        Require(previous == _lastBlock, "the last block is known");
    }

    private static void Require(bool holds, string invariant)
    {
        if (!holds)
        {
            throw new InvalidOperationException("heap invariant broken: " + invariant);
        }
    }

    private static uint Granules(nint bytes) => (uint)(bytes >> HeapLayout.GranuleShift);

    /// <summary>The first fitting place of the right alignment in a block that leaves no remainder too short to be a block.</summary>
    private uint AlignedStart(uint node, Request request)
    {
        uint mask = request.Alignment - 1;
        uint start = _nodes[node].Start;
        uint aligned = ((start + request.Shift + mask) & ~mask) - request.Shift;
        while (aligned != start && aligned - start < Granules(HeapLayout.MinBlockBytes))
        {
            aligned += request.Alignment;
        }

        return aligned;
    }

    private uint FindAligned(Request request)
    {
        uint node = _free.BestFit(request.Size);
        if (node == 0 || request.Alignment <= 1 || Fits(node, request))
        {
            return node;
        }

        // The best fit is not aligned: over-allocate, so that an aligned piece is certain to lie inside.
        return _free.BestFit(request.Size + request.Alignment + Granules(HeapLayout.MinBlockBytes));
    }

    /// <summary>The last resort before giving up: any free block that holds an aligned piece, however little spare room it has.</summary>
    private uint SearchAll(Request request)
    {
        for (uint node = FirstBlock; node != 0; node = _nodes[node].NextPhysical)
        {
            if (IsFree(node) && _nodes[node].Size >= request.Size && Fits(node, request))
            {
                return node;
            }
        }

        return 0;
    }

    private bool Fits(uint node, Request request)
        => (ulong)AlignedStart(node, request) + request.Size <= (ulong)_nodes[node].Start + _nodes[node].Size;

    /// <summary>Commits more of the range: room for <paramref name="wanted"/> at the top, or for <paramref name="needed"/> when the cap is near.</summary>
    private bool Grow(nint needed, nint wanted)
    {
        nint room = CapBytes - TopBytes;
        nint growth = Math.Min(room, HeapLayout.RoundUp(Math.Max(wanted, GrowthBytes), HeapLayout.SlabBytes));
        growth &= ~(nint)(Mapping.PageBytes - 1);
        nint tail = _lastBlock != 0 && IsFree(_lastBlock) ? Bytes(_nodes[_lastBlock].Size) : 0;
        if (growth < HeapLayout.MinBlockBytes || tail + growth < needed || !_range.Protect(TopBytes, growth, MappingAccess.ReadWrite))
        {
            return false;
        }

        uint node = NewNode();
        _nodes[node].Start = Granules(TopBytes);
        _nodes[node].Size = Granules(growth);
        _nodes[node].PreviousPhysical = _lastBlock;
        _nodes[node].NextPhysical = 0;
        if (_lastBlock == 0)
        {
            FirstBlock = node;
        }
        else
        {
            _nodes[_lastBlock].NextPhysical = node;
        }

        _lastBlock = node;
        _metadata.Starts[TopBytes >> HeapLayout.StartMapShift] = node;
        TopBytes += growth;
        Coalesce(node, BlockState.FreeClean);
        return true;
    }

    private void Coalesce(uint node, BlockState state)
    {
        uint next = _nodes[node].NextPhysical;
        if (next != 0 && IsFree(next))
        {
            state = _nodes[next].State == BlockState.FreeDirty ? BlockState.FreeDirty : state;
            RemoveFree(next);
            Absorb(node, next);
        }

        uint previous = _nodes[node].PreviousPhysical;
        if (previous != 0 && IsFree(previous))
        {
            state = _nodes[previous].State == BlockState.FreeDirty ? BlockState.FreeDirty : state;
            RemoveFree(previous);
            Absorb(previous, node);
            node = previous;
        }

        AddFree(node, state);
    }

    /// <summary>Cuts a block in two; returns the back part, which has no state yet.</summary>
    private uint SplitAt(uint node, uint frontSize)
    {
        uint back = NewNode();
        uint next = _nodes[node].NextPhysical;
        _nodes[back].Start = _nodes[node].Start + frontSize;
        _nodes[back].Size = _nodes[node].Size - frontSize;
        _nodes[back].PreviousPhysical = node;
        _nodes[back].NextPhysical = next;
        _nodes[node].Size = frontSize;
        _nodes[node].NextPhysical = back;
        if (next == 0)
        {
            _lastBlock = back;
        }
        else
        {
            _nodes[next].PreviousPhysical = back;
        }

        _metadata.Starts[Offset(back) >> HeapLayout.StartMapShift] = back;
        return back;
    }

    /// <summary>Frees what a block has beyond <paramref name="size"/>, when that is enough for a block.</summary>
    private void ReleaseTail(uint node, uint size, BlockState state)
    {
        if (_nodes[node].Size - size >= Granules(HeapLayout.MinBlockBytes))
        {
            Coalesce(SplitAt(node, size), state);
        }
    }

    private void Absorb(uint node, uint next)
    {
        _metadata.Starts[Offset(next) >> HeapLayout.StartMapShift] = 0;
        uint afterNext = _nodes[next].NextPhysical;
        _nodes[node].Size += _nodes[next].Size;
        _nodes[node].NextPhysical = afterNext;
        if (afterNext == 0)
        {
            _lastBlock = node;
        }
        else
        {
            _nodes[afterNext].PreviousPhysical = node;
        }

        Retire(next);
    }

    private void AddFree(uint node, BlockState state)
    {
        _nodes[node].State = state;
        FreeBytes += Bytes(_nodes[node].Size);
        FreeBlocks++;
        _free.Insert(node);
    }

    private void RemoveFree(uint node)
    {
        FreeBytes -= Bytes(_nodes[node].Size);
        FreeBlocks--;
        _free.Remove(node);
    }

    private uint NewNode()
    {
        uint node = _spareNodes;
        if (node != 0)
        {
            _spareNodes = _nodes[node].Left;
            return node;
        }

        // Node 0 is "none"; the table has room for as many blocks as fit the cap.
        return ++_nodesMade;
    }

    private void Retire(uint node)
    {
        _nodes[node] = default;
        _nodes[node].Left = _spareNodes;
        _spareNodes = node;
    }

    /// <summary>What is looked for, in granules.</summary>
    /// <param name="Size">How long.</param>
    /// <param name="Alignment">A power of two; 1 is any place.</param>
    /// <param name="Shift">What is added to a place in the range before its alignment is looked at.</param>
    private readonly record struct Request(uint Size, uint Alignment, uint Shift);
}
