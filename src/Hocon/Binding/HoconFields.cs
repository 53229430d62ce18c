namespace Helios.Hocon;

/// <summary>Collects the keys of one schema while it is defined. The order is the order of the reference document.</summary>
public sealed class HoconFields
{
    private readonly List<HoconKey> _keys = [];

    internal HoconFields()
    {
    }

    internal IReadOnlyList<HoconKey> Keys => _keys;

    /// <summary>A key that must be there.</summary>
    public HoconKey<T> Required<T>(string name, HoconType<T> type, string description) =>
        Add(new HoconKey<T>(name, type, description, _keys.Count, isRequired: true, isSection: false, default));

    /// <summary>A key that may be missing. A null in the file counts as missing, unless the type gives it a meaning of its own.</summary>
    public HoconKey<T> Optional<T>(string name, HoconType<T> type, T defaultValue, string description) =>
        Add(new HoconKey<T>(name, type, description, _keys.Count, isRequired: false, isSection: false, defaultValue));

    /// <summary>A block whose keys bring their own defaults: a missing block is the same as an empty one.</summary>
    public HoconKey<T> Section<T>(string name, HoconSchema<T> schema, string description) =>
        Add(new HoconKey<T>(name, schema, description, _keys.Count, isRequired: false, isSection: true, default));

    private HoconKey<T> Add<T>(HoconKey<T> key)
    {
        if (_keys.Exists(known => known.Name == key.Name))
        {
            throw new ArgumentException($"the key {key.Name} is defined twice");
        }

        _keys.Add(key);
        return key;
    }
}
