namespace Helios.Hocon;

/// <summary>
/// Everything that was assigned to one key of one object, in order. A value that cannot merge hides what stands before it and
/// replaces it at once; values that may merge, or may refer to what stands before them, pile up.
/// </summary>
internal sealed class Slot(string key, HoconOrigin keyOrigin)
{
    private List<HoconValue>? _below;
    private HoconValue? _top;

    internal string Key { get; } = key;

    /// <summary>The slot that follows in its object.</summary>
    internal Slot? Next { get; set; }

    internal HoconOrigin KeyOrigin { get; set; } = keyOrigin;

    internal int Count => _top is null ? 0 : 1 + (_below?.Count ?? 0);

    /// <summary>Set when the value has been resolved as if this slot alone defined it.</summary>
    internal bool IsResolved { get; private set; }

    /// <summary>
    /// What the slot adds to a place, by the number of latest values that are left out; kept where it is the same seen from everywhere.
    /// </summary>
    internal Dictionary<int, Collected>? Known { get; set; }

    /// <summary>What the slot added when it was collected for the sake of a field that it leads back to.</summary>
    internal Collected? SeenFromWithin { get; set; }

    /// <summary>How often a substitution in this slot got the earlier value of the very same place.</summary>
    internal int LooksBack { get; set; }

    /// <summary>The nesting of collections in which the slot's entry that is in progress is expanded.</summary>
    internal int Level { get; set; }

    /// <summary>The resolved value; null when an optional substitution left nothing.</summary>
    internal HoconValue? Resolved { get; private set; }

    internal bool IsInProgress => LowestInProgress >= 0 || _top is ArrayNode { InProgress: true };

    /// <summary>The earliest assigned value that is being evaluated; -1 when none is.</summary>
    internal int LowestInProgress
    {
        get
        {
            for (int i = Count - 1; i >= 0; i--)
            {
                if (this[i] is ReferenceNode { InProgress: true } or ConcatenationNode { InProgress: true })
                {
                    return i;
                }
            }

            return -1;
        }
    }

    /// <summary>The assigned values; 0 is the latest.</summary>
    internal HoconValue this[int fromTop] => fromTop == 0 ? _top! : _below![^fromTop];

    internal void Assign(HoconValue value)
    {
        switch (value)
        {
            case ObjectNode or HoconObject when _top is ObjectNode or HoconObject:
                ObjectNode merged = ObjectNode.From(_top);
                merged.MergeFrom(ObjectNode.From(value));
                _top = merged;
                break;
            case AppendNode append when _top is AppendNode existing:
                existing.Items.AddRange(append.Items);
                break;
            case HoconScalar or HoconArray or ArrayNode:
                _below = null;
                _top = value;
                break;
            default:
                if (_top is not null)
                {
                    (_below ??= []).Add(_top);
                }

                _top = value;
                break;
        }
    }

    internal void MergeFrom(Slot later)
    {
        KeyOrigin = later.KeyOrigin;
        for (int i = later.Count - 1; i >= 0; i--)
        {
            Assign(later[i]);
        }
    }

    internal void SetResolved(HoconValue? value)
    {
        IsResolved = true;
        Resolved = value;
    }

    /// <param name="Layers">What the slot adds.</param>
    /// <param name="IsOpen">True when what stands below the slot merges with them.</param>
    internal sealed record Collected(List<HoconValue> Layers, bool IsOpen)
    {
        /// <summary>False while a list in it is being made: whether it may be used is to be found out anew.</summary>
        internal bool IsUsable => Layers is not [ArrayNode { InProgress: true }];
    }
}
