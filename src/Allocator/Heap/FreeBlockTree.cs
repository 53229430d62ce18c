namespace Helios.Allocator;

/// <summary>The free blocks ordered by size and then address: a treap over node numbers, so best fit is one walk of O(log n).</summary>
/// <remarks>Random priorities keep it balanced whatever order blocks are freed in. The caller holds the block lock.</remarks>
internal sealed unsafe class FreeBlockTree(BlockNode* nodes)
{
    private readonly BlockNode* _nodes = nodes;
    private uint _root;
    private uint _random = 0x9E3779B9;

    /// <summary>The smallest block of at least <paramref name="size"/> granules, the lowest one among equals; 0 when there is none.</summary>
    internal uint BestFit(uint size)
    {
        uint best = 0;
        uint current = _root;
        while (current != 0)
        {
            if (_nodes[current].Size >= size)
            {
                best = current;
                current = _nodes[current].Left;
            }
            else
            {
                current = _nodes[current].Right;
            }
        }

        return best;
    }

    /// <summary>The biggest block; 0 when nothing is free.</summary>
    internal uint Largest()
    {
        uint current = _root;
        while (current != 0 && _nodes[current].Right != 0)
        {
            current = _nodes[current].Right;
        }

        return current;
    }

    internal void Insert(uint node)
    {
        // xorshift32: any spread will do, it only has to differ from the order of frees.
        _random ^= _random << 13;
        _random ^= _random >> 17;
        _random ^= _random << 5;
        _nodes[node].Priority = _random;
        _nodes[node].Left = 0;
        _nodes[node].Right = 0;

        uint* link = &_nodes[0].Left;
        *link = _root;
        while (*link != 0 && _nodes[*link].Priority >= _random)
        {
            link = Precedes(node, *link) ? &_nodes[*link].Left : &_nodes[*link].Right;
        }

        // Everything below this place is cut in two around the new node.
        uint rest = *link;
        *link = node;
        uint* smaller = &_nodes[node].Left;
        uint* bigger = &_nodes[node].Right;
        while (rest != 0)
        {
            if (Precedes(rest, node))
            {
                *smaller = rest;
                smaller = &_nodes[rest].Right;
                rest = *smaller;
            }
            else
            {
                *bigger = rest;
                bigger = &_nodes[rest].Left;
                rest = *bigger;
            }
        }

        *smaller = 0;
        *bigger = 0;
        _root = _nodes[0].Left;
    }

    internal void Remove(uint node)
    {
        uint* link = &_nodes[0].Left;
        *link = _root;
        while (*link != node)
        {
            link = Precedes(node, *link) ? &_nodes[*link].Left : &_nodes[*link].Right;
        }

        uint left = _nodes[node].Left;
        uint right = _nodes[node].Right;
        while (left != 0 && right != 0)
        {
            if (_nodes[left].Priority >= _nodes[right].Priority)
            {
                *link = left;
                link = &_nodes[left].Right;
                left = *link;
            }
            else
            {
                *link = right;
                link = &_nodes[right].Left;
                right = *link;
            }
        }

        *link = left != 0 ? left : right;
        _root = _nodes[0].Left;
    }

    private bool Precedes(uint a, uint b)
        => _nodes[a].Size != _nodes[b].Size ? _nodes[a].Size < _nodes[b].Size : _nodes[a].Start < _nodes[b].Start;
}
