namespace Helios.Hocon;

/// <summary>The bound values of one object, from which the record is made.</summary>
public readonly struct HoconRecord
{
    private readonly object?[] _values;
    private readonly HoconObject _source;

    internal HoconRecord(object?[] values, HoconObject source)
    {
        _values = values;
        _source = source;
    }

    /// <summary>The object in the file.</summary>
    public HoconObject Source => _source;

    /// <summary>The value of a key, or its default.</summary>
    public T Get<T>(HoconKey<T> key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return (T)_values[key.Index]!;
    }

    /// <summary>True when the file says something about the key.</summary>
    public bool IsSet(HoconKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _source.TryGetField(key.Name, out HoconValue? value) && value.Kind != HoconKind.Null;
    }
}
