namespace Helios.Hocon;

/// <summary>What every type of a setting knows, whatever it binds to: its words, its JSON Schema.</summary>
public abstract class HoconType
{
    private protected HoconType()
    {
    }

    /// <summary>The type as a reference document names it, such as <c>duration</c> or <c>list of strings</c>.</summary>
    public abstract string Name { get; }

    /// <summary>True when null means something: the setting can be switched off by it.</summary>
    internal virtual bool AcceptsNull => false;

    /// <summary>The schema of the object that this type binds, itself or its elements; null for plain values.</summary>
    internal virtual IObjectSchema? Inner => null;

    /// <summary>The type as a JSON Schema.</summary>
    internal abstract HoconObject Describe(JsonSchemaDefinitions definitions);

    internal abstract bool TryBindBoxed(HoconValue value, BindingContext context, out object? result);
}
