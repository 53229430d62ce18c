using System.Collections;

namespace Helios.Hocon;

/// <summary>An ordered list of values.</summary>
public sealed class HoconArray : HoconValue, IReadOnlyList<HoconValue>
{
    private readonly HoconValue[] _items;

    internal HoconArray(HoconValue[] items, HoconOrigin origin)
        : base(origin)
    {
        _items = items;
        long weight = 1;
        int depth = 0;
        foreach (HoconValue item in items)
        {
            weight = HoconObject.AddWeights(weight, item.Weight);
            depth = Math.Max(depth, item.Depth);
        }

        Weight = weight;
        Depth = depth + 1;
    }

    /// <inheritdoc/>
    public override HoconKind Kind => HoconKind.Array;

    /// <inheritdoc/>
    public int Count => _items.Length;

    internal ReadOnlySpan<HoconValue> Items => _items;

    internal override long Weight { get; }

    internal override int Depth { get; }

    /// <inheritdoc/>
    public HoconValue this[int index] => _items[index];

    /// <summary>A list made in code.</summary>
    public static HoconArray Of(IEnumerable<HoconValue> items, HoconOrigin origin = default) => new([.. items], origin);

    /// <inheritdoc/>
    public IEnumerator<HoconValue> GetEnumerator() => ((IEnumerable<HoconValue>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    /// <inheritdoc/>
    public override bool Equals(HoconValue? other) =>
        ReferenceEquals(this, other) || (other is HoconArray array && _items.AsSpan().SequenceEqual(array._items));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (HoconValue item in _items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }
}
