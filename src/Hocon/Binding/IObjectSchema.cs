namespace Helios.Hocon;

/// <summary>An object schema as the writers of references see it, whatever it binds to.</summary>
internal interface IObjectSchema
{
    /// <summary>The name in the JSON Schema's definitions.</summary>
    string SchemaName { get; }

    string Description { get; }

    IReadOnlyList<HoconKey> Keys { get; }
}
