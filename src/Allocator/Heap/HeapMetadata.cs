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

    public void Dispose() => _mapping.Dispose();
}
