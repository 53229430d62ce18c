namespace Helios.Hocon;

/// <summary>An object literal with its slots in order of first appearance.</summary>
internal sealed class ObjectNode(HoconOrigin origin) : UnresolvedValue(origin)
{
    private const int IndexedFrom = 9;
    private Dictionary<string, int>? _index;

    internal List<Slot> Slots { get; } = [];

    /// <summary>The object when it has been resolved with nothing below or above it.</summary>
    internal HoconObject? Resolved { get; set; }

    internal Slot? Find(string key)
    {
        if (_index is not null)
        {
            return _index.TryGetValue(key, out int found) ? Slots[found] : null;
        }

        foreach (Slot slot in Slots)
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
        foreach (Slot slot in later.Slots)
        {
            if (Find(slot.Key) is { } existing)
            {
                existing.MergeFrom(slot);
            }
            else
            {
                Add(slot);
            }
        }
    }

    private void Add(Slot slot)
    {
        _index?.Add(slot.Key, Slots.Count);
        Slots.Add(slot);
        if (_index is null && Slots.Count >= IndexedFrom)
        {
            _index = new Dictionary<string, int>(StringComparer.Ordinal);
            for (int i = 0; i < Slots.Count; i++)
            {
                _index.Add(Slots[i].Key, i);
            }
        }
    }
}
