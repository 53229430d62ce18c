namespace Helios.Hocon;

/// <summary>
/// Collects the fields of one object. As long as every key is new and every value final, they become the object at once; the first field
/// that needs merging or resolving turns the collection into a node with slots. Most objects of most files need no slots.
/// </summary>
internal struct FieldCollector(ScratchStack<HoconField> scratch, HoconOrigin origin)
{
    // Looking for a duplicate goes through all fields so far.
    private const int MostWithoutSlots = 16;

    private readonly int _mark = scratch.Count;
    private ObjectNode? _node;
    private int _count;

    /// <summary>Adds a final value under one key.</summary>
    internal void Add(string key, HoconOrigin keyOrigin, HoconValue value)
    {
        if (_node is null && value is not UnresolvedValue && _count < MostWithoutSlots && !Contains(key))
        {
            scratch.Push(new HoconField(key, value, keyOrigin));
            _count++;
            return;
        }

        Node().FindOrAdd(key, keyOrigin).Assign(value);
    }

    /// <summary>The node, for everything that is not a plain field.</summary>
    internal ObjectNode Node()
    {
        if (_node is null)
        {
            _node = ObjectNode.Of(scratch.Span(_mark), origin);
            scratch.Drop(_mark);
        }

        return _node;
    }

    internal readonly HoconValue Finish() => _node is not null ? _node : new HoconObject(scratch.PopFrom(_mark), origin);

    /// <summary>After a fault: forgets the fields of objects inside that were not finished.</summary>
    internal readonly void DropNested() => scratch.Drop(_node is null ? _mark + _count : _mark);

    private readonly bool Contains(string key)
    {
        foreach (ref readonly HoconField field in scratch.Span(_mark))
        {
            if (ReferenceEquals(field.Key, key) || string.Equals(field.Key, key, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
