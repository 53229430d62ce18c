using System.Text;
using System.Text.Json;
using Helios.Contracts;

namespace Helios.Fleets;

/// <summary>The JSON Schema of a fleet file, for editors: what <c>helios spec schema</c> prints.</summary>
/// <remarks>Fields come from their tables. A schema cannot say all that the reader checks; what it refuses the reader refuses too.</remarks>
public static class FleetSchema
{
    /// <summary>The schema as indented JSON with a line end.</summary>
    public static string ToJson()
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            json.WriteString("title", "Helios fleet");
            Object(json, () =>
            {
                Block(json, "fleet", () =>
                {
                    Typed(json, "name", "string");
                    Typed(json, "overridable", "string", "array");
                });
                Typed(json, "templates", "object");
                Typed(json, "akka", "object");
                json.WriteStartObject("defaults");
                json.WriteString("$ref", "#/$defs/container");
                json.WriteEndObject();
                Named(json, "groups", "group");
                Named(json, "containers", "container");
            });
            json.WriteStartObject("$defs");
            Block(json, "group", () =>
            {
                SupervisionFields.Group.WriteSchema(json);
                Intensity(json);
            });
            Block(json, "container", () => Container(json));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    private static void Container(Utf8JsonWriter json)
    {
        ContainerFields.Table.WriteSchema(json);
        SupervisionFields.Member.WriteSchema(json);
        Typed(json, "replicas", "integer");
        Typed(json, "name", "string");
        Typed(json, "overridable", "string", "array");
        Or(json, "restart", ["string"], () =>
        {
            SupervisionFields.Restart.WriteSchema(json);
            Intensity(json);
        });
        foreach (string dependency in (string[])["requires", "after"])
        {
            Typed(json, dependency, "string", "array", "object");
        }

        Or(json, "readiness", ["string"], () =>
        {
            Typed(json, "started", "string", "number");
            Typed(json, "notify", "boolean");
            Typed(json, "newline", "boolean");
            Typed(json, "tcp", "integer");
            Typed(json, "command", "string", "array");
            Typed(json, "interval", "string");
            Typed(json, "timeout", "string");
        });
        Block(json, "health", () =>
        {
            Typed(json, "command", "string", "array");
            Typed(json, "tcp", "integer");
            Typed(json, "http", "string");
            SupervisionFields.Health.WriteSchema(json);
        });
        Block(json, "hooks", () =>
        {
            foreach (string hook in (string[])["pre-start", "post-start", "pre-stop", "post-stop"])
            {
                Or(json, hook, ["string", "array"], () =>
                {
                    Typed(json, "command", "string", "array");
                    Typed(json, "timeout", "string");
                });
            }
        });
        Or(json, "schedule", ["string"], () =>
        {
            Typed(json, "cron", "string");
            Typed(json, "overlap", "string");
        });
        Block(json, "logs", () =>
        {
            SupervisionFields.Logs.WriteSchema(json);
            Block(json, "file", () => SupervisionFields.LogFile.WriteSchema(json));
        });
    }

    private static void Intensity(Utf8JsonWriter json) => Block(json, "intensity", () =>
    {
        Typed(json, "restarts", "integer");
        Typed(json, "window", "string");
    });

    private static void Object(Utf8JsonWriter json, Action properties, params ReadOnlySpan<string> alternatives)
    {
        Types(json, [.. alternatives, "object"]);
        json.WriteBoolean("additionalProperties", false);
        json.WriteStartObject("properties");
        properties();
        json.WriteEndObject();
    }

    private static void Block(Utf8JsonWriter json, string name, Action properties) => Or(json, name, [], properties);

    private static void Or(Utf8JsonWriter json, string name, string[] alternatives, Action properties)
    {
        json.WriteStartObject(name);
        Object(json, properties, alternatives);
        json.WriteEndObject();
    }

    private static void Named(Utf8JsonWriter json, string name, string definition)
    {
        json.WriteStartObject(name);
        json.WriteString("type", "object");
        json.WriteStartObject("additionalProperties");
        json.WriteString("$ref", "#/$defs/" + definition);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Typed(Utf8JsonWriter json, string name, params string[] types)
    {
        json.WriteStartObject(name);
        Types(json, types);
        json.WriteEndObject();
    }

    private static void Types(Utf8JsonWriter json, string[] types)
    {
        if (types.Length == 1)
        {
            json.WriteString("type", types[0]);
            return;
        }

        json.WriteStartArray("type");
        foreach (string type in types)
        {
            json.WriteStringValue(type);
        }

        json.WriteEndArray();
    }
}
