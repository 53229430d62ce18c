using Helios.Linux;

namespace Helios.Allocator;

/// <summary>The tables that describe the range. They lie in a mapping of their own, so that no overrun of a user's buffer reaches them.</summary>
/// <remarks>The tables are as long as the cap asks for but sparse: a page of them costs memory when it is first written.</remarks>
internal sealed unsafe class HeapMetadata : IDisposable
{
    private readonly Mapping _mapping;

    internal HeapMetadata(nint capBytes)
    {
        nint states = HeapLayout.RoundUp(capBytes >> HeapLayout.GranuleShift, 4096);
        nint starts = HeapLayout.RoundUp((capBytes >> HeapLayout.StartMapShift) * sizeof(uint), 4096);
        nint slabs = HeapLayout.RoundUp((capBytes >> HeapLayout.SlabShift) * sizeof(SlabInfo), 4096);
        NodeLimit = (uint)(capBytes / HeapLayout.MinBlockBytes) + 2;
        nint nodes = HeapLayout.RoundUp((nint)NodeLimit * sizeof(BlockNode), 4096);

        _mapping = Mapping.Anonymous(states + starts + slabs + nodes, MappingAccess.ReadWrite);
        States = (byte*)_mapping.Address;
        Starts = (uint*)(States + states);
        Slabs = (SlabInfo*)((byte*)Starts + starts);
        Nodes = (BlockNode*)((byte*)Slabs + slabs);
    }

    /// <summary>One byte for each granule; see <see cref="HeapLayout"/>.</summary>
    internal byte* States { get; }

    /// <summary>The block that starts in each KiB of the range; 0 when none does.</summary>
    internal uint* Starts { get; }

    internal SlabInfo* Slabs { get; }

    internal BlockNode* Nodes { get; }

    internal uint NodeLimit { get; }

    /// <summary>Gives back the state bytes and slab descriptions of a free stretch of the range. Both read as "nothing" afterwards, which is what they say.</summary>
    internal void Discard(nint start, nint end)
    {
        DiscardPages((nint)(States + (start >> HeapLayout.GranuleShift)), (nint)(States + (end >> HeapLayout.GranuleShift)));
        nint firstSlab = (start + HeapLayout.SlabBytes - 1) >> HeapLayout.SlabShift;
        DiscardPages((nint)(Slabs + firstSlab), (nint)(Slabs + (end >> HeapLayout.SlabShift)));
    }

    public void Dispose() => _mapping.Dispose();

    /// <summary>Only whole pages inside: what shares a page with the edges stays.</summary>
    private void DiscardPages(nint start, nint end)
    {
        nint mask = Mapping.PageBytes - 1;
        start = (start + mask) & ~mask;
        end &= ~mask;
        if (end > start)
        {
            _mapping.Discard(start - _mapping.Address, end - start);
        }
    }
}
