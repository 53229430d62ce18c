using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Helios.Hocon;

/// <summary>
/// Fields in the order in which their keys first appeared, which is the order a fleet is started in unless it says otherwise.
/// Typed access by path is in the other half of this class.
/// </summary>
public sealed partial class HoconObject : HoconValue, IReadOnlyList<HoconField>
{
    // Below this many fields a walk over the array is quicker than a hash.
    private const int IndexedFrom = 17;

    private readonly HoconField[] _fields;
    private readonly Dictionary<string, int>? _index;

    private HoconObject(HoconObject open)
        : base(open.Origin) =>
        (_fields, _index, Weight, Depth, IsClosed) = (open._fields, open._index, open.Weight, open.Depth, true);

    internal HoconObject(HoconField[] fields, HoconOrigin origin)
        : base(origin)
    {
        _fields = fields;
        if (fields.Length >= IndexedFrom)
        {
            _index = new Dictionary<string, int>(fields.Length, StringComparer.Ordinal);
        }

        long weight = 1;
        int depth = 0;
        for (int i = 0; i < fields.Length; i++)
        {
            weight = AddWeights(weight, fields[i].Value.Weight);
            depth = Math.Max(depth, fields[i].Value.Depth);
            _index?.Add(fields[i].Key, i);
        }

        Weight = weight;
        Depth = depth + 1;
    }

    /// <summary>An object without fields.</summary>
    public static HoconObject Empty { get; } = new([], default);

    /// <inheritdoc/>
    public override HoconKind Kind => HoconKind.Object;

    /// <inheritdoc/>
    public int Count => _fields.Length;

    /// <summary>
    /// True when the object was set over a value that is no object. It then hides every fallback, as the specification wants it, and
    /// that is what makes merging associative: the hidden value still separates the objects above and below it.
    /// </summary>
    internal bool IsClosed { get; }

    internal ReadOnlySpan<HoconField> Fields => _fields;

    internal override long Weight { get; }

    internal override int Depth { get; }

    /// <inheritdoc/>
    public HoconField this[int index] => _fields[index];

    /// <summary>An object made in code; a key that comes twice keeps its first place and takes its last value.</summary>
    public static HoconObject Of(IEnumerable<KeyValuePair<string, HoconValue>> fields, HoconOrigin origin = default)
    {
        ArgumentNullException.ThrowIfNull(fields);
        OrderedDictionary<string, HoconField> distinct = new(StringComparer.Ordinal);
        foreach ((string key, HoconValue value) in fields)
        {
            distinct[key] = new HoconField(key, value, value.Origin);
        }

        return new HoconObject([.. distinct.Values], origin);
    }

    /// <summary>The value of a direct field; a dot in the key is an ordinary character here.</summary>
    public bool TryGetField(string key, [MaybeNullWhen(false)] out HoconValue value)
    {
        int at = IndexOf(key);
        value = at < 0 ? null : _fields[at].Value;
        return at >= 0;
    }

    /// <summary>This object over another: fields of this one win, objects on both sides are merged. Associative, not commutative.</summary>
    public HoconObject WithFallback(HoconObject fallback)
    {
        ArgumentNullException.ThrowIfNull(fallback);
        if (IsClosed)
        {
            return this;
        }

        List<HoconField> merged = new(fallback.Count + Count);
        foreach (HoconField below in fallback._fields)
        {
            int at = IndexOf(below.Key);
            merged.Add(at < 0 ? below : _fields[at] with { Value = Over(_fields[at].Value, below.Value) });
        }

        foreach (HoconField field in _fields)
        {
            if (fallback.IndexOf(field.Key) < 0)
            {
                merged.Add(field);
            }
        }

        HoconObject result = new([.. merged], Origin);
        return fallback.IsClosed ? result.AsClosed() : result;
    }

    /// <inheritdoc/>
    public IEnumerator<HoconField> GetEnumerator() => ((IEnumerable<HoconField>)_fields).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _fields.GetEnumerator();

    /// <inheritdoc/>
    public override bool Equals(HoconValue? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is not HoconObject that || that.Count != Count)
        {
            return false;
        }

        foreach (HoconField field in _fields)
        {
            if (!that.TryGetField(field.Key, out HoconValue? value) || !field.Value.Equals(value))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = Count;
        foreach (HoconField field in _fields)
        {
            hash ^= HashCode.Combine(field.Key, field.Value);
        }

        return hash;
    }

    /// <summary>Adds two weights and stays at the largest number instead of wrapping round.</summary>
    internal static long AddWeights(long left, long right) => left > long.MaxValue - right ? long.MaxValue : left + right;

    internal int IndexOf(string key)
    {
        if (_index is not null)
        {
            return _index.TryGetValue(key, out int found) ? found : -1;
        }

        for (int i = 0; i < _fields.Length; i++)
        {
            if (string.Equals(_fields[i].Key, key, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The same fields, hiding every fallback.</summary>
    internal HoconObject AsClosed() => IsClosed ? this : new HoconObject(this);

    private static HoconValue Over(HoconValue above, HoconValue below) =>
        above is not HoconObject over ? above : below is HoconObject under ? over.WithFallback(under) : over.AsClosed();
}
