namespace Helios.Hocon;

/// <summary>An object literal with its slots in order of first appearance.</summary>
internal sealed class ObjectNode(HoconOrigin origin) : UnresolvedValue(origin)
{
    private const int IndexedFrom = 17;
    private Dictionary<string, Slot>? _index;
    private Slot? _last;

    /// <summary>The first slot; the others follow by <see cref="Slot.Next"/>.</summary>
    internal Slot? First { get; private set; }

    internal int Count { get; private set; }

    /// <summary>The object when it has been resolved with nothing below or above it.</summary>
    internal HoconObject? Resolved { get; set; }

    /// <summary>A node with these fields.</summary>
    internal static ObjectNode Of(ReadOnlySpan<HoconField> fields, HoconOrigin origin)
    {
        ObjectNode node = new(origin);
        foreach (ref readonly HoconField field in fields)
        {
            node.FindOrAdd(field.Key, field.KeyOrigin).Assign(field.Value);
        }

        return node;
    }

    /// <summary>The node that a literal is, or that stands for it where it must take more fields.</summary>
    internal static ObjectNode From(HoconValue literal) =>
        literal as ObjectNode ?? Of(((HoconObject)literal).Fields, literal.Origin);

    internal IEnumerable<string> Keys()
    {
        for (Slot? slot = First; slot is not null; slot = slot.Next)
        {
            yield return slot.Key;
        }
    }

    internal Slot? Find(string key)
    {
        if (_index is not null)
        {
            return _index.GetValueOrDefault(key);
        }

        for (Slot? slot = First; slot is not null; slot = slot.Next)
        {
            // Keys of one document are interned, so most comparisons end at the reference.
            if (ReferenceEquals(slot.Key, key) || string.Equals(slot.Key, key, StringComparison.Ordinal))
            {
                return slot;
            }
        }

        return null;
    }

    internal Slot FindOrAdd(string key, HoconOrigin keyOrigin)
    {
        if (Find(key) is { } found)
        {
            found.KeyOrigin = keyOrigin;
            return found;
        }

        Slot slot = new(key, keyOrigin);
        Add(slot);
        return slot;
    }

    internal void MergeFrom(ObjectNode later)
    {
        Slot? next;
        for (Slot? slot = later.First; slot is not null; slot = next)
        {
            next = slot.Next;
            if (Find(slot.Key) is { } existing)
            {
                existing.MergeFrom(slot);
            }
            else
            {
                // The slot moves over; nobody looks at the later literal again.
                slot.Next = null;
                Add(slot);
            }
        }
    }

    private void Add(Slot slot)
    {
        if (_last is null)
        {
            First = slot;
        }
        else
        {
            _last.Next = slot;
        }

        _last = slot;
        Count++;
        _index?.Add(slot.Key, slot);
        if (_index is null && Count >= IndexedFrom)
        {
            _index = new Dictionary<string, Slot>(StringComparer.Ordinal);
            for (Slot? each = First; each is not null; each = each.Next)
            {
                _index.Add(each.Key, each);
            }
        }
    }
}
