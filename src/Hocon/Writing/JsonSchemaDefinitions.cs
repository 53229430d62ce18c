namespace Helios.Hocon;

/// <summary>Writes a schema as JSON Schema, draft 2020-12. Every object schema is one definition, so schemas may contain themselves.</summary>
internal sealed class JsonSchemaDefinitions
{
    private readonly Dictionary<IObjectSchema, string> _names = [];
    private readonly List<KeyValuePair<string, HoconValue>> _definitions = [];

    internal static string Document(IObjectSchema root)
    {
        JsonSchemaDefinitions definitions = new();
        HoconObject reference = definitions.Refer(root);
        HoconObject document = HoconObject.Of(
        [
            new("$schema", HoconScalar.String("https://json-schema.org/draft/2020-12/schema")),
            new("title", HoconScalar.String(root.SchemaName)),
            .. reference.Select(field => KeyValuePair.Create(field.Key, field.Value)),
            new("$defs", HoconObject.Of(definitions._definitions)),
        ]);
        return HoconJsonWriter.Write(document) + "\n";
    }

    internal static HoconObject Type(params string[] types) => HoconObject.Of(
        [new("type", types.Length == 1 ? HoconScalar.String(types[0]) : HoconArray.Of(types.Select(type => HoconScalar.String(type))))]);

    /// <summary>A string of a pattern, or a bare number in the default unit.</summary>
    internal static HoconObject Text(string pattern) => HoconObject.Of(
    [
        new("type", HoconArray.Of([HoconScalar.String("string"), HoconScalar.String("number")])),
        new("pattern", HoconScalar.String(pattern)),
    ]);

    /// <summary>A reference to the definition of an object schema, which is written at its first use.</summary>
    internal HoconObject Refer(IObjectSchema schema)
    {
        if (!_names.TryGetValue(schema, out string? name))
        {
            name = schema.SchemaName;
            for (int i = 2; _names.ContainsValue(name); i++)
            {
                name = FormattableString.Invariant($"{schema.SchemaName}-{i}");
            }

            _names.Add(schema, name);
            int place = _definitions.Count;
            _definitions.Add(default);
            _definitions[place] = KeyValuePair.Create<string, HoconValue>(name, Define(schema));
        }

        return HoconObject.Of([new("$ref", HoconScalar.String($"#/$defs/{name}"))]);
    }

    private HoconObject Define(IObjectSchema schema)
    {
        List<KeyValuePair<string, HoconValue>> parts =
        [
            new("description", HoconScalar.String(schema.Description)),
            new("type", HoconScalar.String("object")),
            new("additionalProperties", HoconScalar.Boolean(false)),
            new("properties", HoconObject.Of(schema.Keys.Select(key => KeyValuePair.Create<string, HoconValue>(key.Name, Property(key))))),
        ];
        HoconArray required = HoconArray.Of(schema.Keys.Where(key => key.IsRequired).Select(key => HoconScalar.String(key.Name)));
        if (required.Count > 0)
        {
            parts.Add(new("required", required));
        }

        return HoconObject.Of(parts);
    }

    private HoconObject Property(HoconKey key)
    {
        List<KeyValuePair<string, HoconValue>> parts = [new("description", HoconScalar.String(key.Description))];
        parts.AddRange(key.Type.Describe(this).Select(field => KeyValuePair.Create(field.Key, field.Value)));
        if (key.WrittenDefault is { Kind: not HoconKind.Null } written)
        {
            parts.Add(new("default", written));
        }

        return HoconObject.Of(parts);
    }
}
