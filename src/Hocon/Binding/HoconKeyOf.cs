namespace Helios.Hocon;

/// <summary>One key of a schema, typed.</summary>
/// <typeparam name="T">What its value becomes.</typeparam>
public sealed class HoconKey<T> : HoconKey
{
    private readonly HoconType<T> _type;
    private readonly T? _default;

    internal HoconKey(string name, HoconType<T> type, string description, int index, bool isRequired, bool isSection, T? defaultValue)
        : base(name, description, isRequired, index)
    {
        _type = type;
        _default = defaultValue;
        Default = defaultValue;
        BindsWhenMissing = isSection;
    }

    /// <inheritdoc/>
    public override HoconType Type => _type;

    internal override object? Default { get; }

    internal override bool BindsWhenMissing { get; }

    internal override HoconValue? WrittenDefault => IsRequired || BindsWhenMissing ? null : _type.Write(_default!);
}
