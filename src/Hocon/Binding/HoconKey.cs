namespace Helios.Hocon;

/// <summary>One key of a schema with everything that is known about it.</summary>
public abstract class HoconKey
{
    private protected HoconKey(string name, string description, bool isRequired, int index)
    {
        Name = name;
        Description = description;
        IsRequired = isRequired;
        Index = index;
    }

    /// <summary>The key as it is written.</summary>
    public string Name { get; }

    /// <summary>What it means, in a sentence or a few lines.</summary>
    public string Description { get; }

    /// <summary>True when there is no default.</summary>
    public bool IsRequired { get; }

    /// <summary>The type of the value.</summary>
    public abstract HoconType Type { get; }

    internal int Index { get; }

    /// <summary>The value that stands for a missing key, boxed once.</summary>
    internal abstract object? Default { get; }

    /// <summary>The default as it would be written; null when there is none to show.</summary>
    internal abstract HoconValue? WrittenDefault { get; }

    /// <summary>True for a section: a missing one is bound like an empty object, so that its own keys bring their defaults.</summary>
    internal virtual bool BindsWhenMissing => false;
}
