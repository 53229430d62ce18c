namespace Helios.Allocator;

/// <summary>The boundary information of one block, free or used. Places and sizes are in granules; links are node numbers, 0 is none.</summary>
internal struct BlockNode
{
    internal uint Start;
    internal uint Size;
    internal uint PreviousPhysical;
    internal uint NextPhysical;

    // While free: the children in the tree of free blocks. While unused: Left chains the spare nodes.
    internal uint Left;
    internal uint Right;
    internal uint Priority;
    internal BlockState State;
}
