namespace Helios.Hocon;

/// <summary>
/// What a substitution brings: the layers of another place as one value. A list in it is complete, whatever lists stand below the
/// substitution.
/// </summary>
internal sealed class LayersNode(List<HoconValue> layers, bool isOpen, HoconValue from) : UnresolvedValue(from.Origin)
{
    /// <summary>The substitution.</summary>
    internal HoconValue From { get; } = from;

    internal List<HoconValue> Layers { get; } = layers;

    /// <summary>True when nothing but objects are in it, so that it merges with an object below it.</summary>
    internal bool IsOpen { get; } = isOpen;

    /// <summary>The object that the layers make, once it is known to be the same seen from everywhere.</summary>
    internal HoconObject? Resolved { get; set; }

    /// <summary>
    /// The keys in order of first appearance, lowest layer first, each with where its latest value stands. Brought values are shared by
    /// others, so that what is looked for in them again and again is kept.
    /// </summary>
    internal OrderedDictionary<string, HoconOrigin> Keys => field ??= FindKeys();

    internal bool IsObject => Layers[0] is ObjectNode or HoconObject or LayersNode { IsObject: true };

    private OrderedDictionary<string, HoconOrigin> FindKeys()
    {
        OrderedDictionary<string, HoconOrigin> keys = new(StringComparer.Ordinal);
        for (int i = Layers.Count - 1; i >= 0; i--)
        {
            switch (Layers[i])
            {
                case HoconObject ready:
                    foreach (HoconField field in ready.Fields)
                    {
                        keys[field.Key] = field.KeyOrigin;
                    }

                    break;
                case ObjectNode node:
                    for (Slot? slot = node.First; slot is not null; slot = slot.Next)
                    {
                        keys[slot.Key] = slot.KeyOrigin;
                    }

                    break;
                case LayersNode inner:
                    foreach ((string key, HoconOrigin origin) in inner.Keys)
                    {
                        keys[key] = origin;
                    }

                    break;
            }
        }

        return keys;
    }
}
