using System.Text;

namespace Helios.Hocon;

/// <summary>Writes a schema as a commented HOCON document: every key, what it means, its default.</summary>
internal static class ReferenceWriter
{
    internal static string Write(IObjectSchema root)
    {
        StringBuilder text = new();
        AppendComment(text, root.Description, "");
        text.Append('\n');
        AppendKeys(text, root, "", [root]);
        return text.ToString();
    }

    private static void AppendKeys(StringBuilder to, IObjectSchema schema, string indent, HashSet<IObjectSchema> open)
    {
        bool first = true;
        foreach (HoconKey key in schema.Keys)
        {
            if (!first)
            {
                to.Append('\n');
            }

            first = false;
            AppendComment(to, $"{key.Description} ({key.Type.Name}{(key.IsRequired ? ", required" : "")})", indent);
            AppendKey(to, key, indent, open);
        }
    }

    private static void AppendKey(StringBuilder to, HoconKey key, string indent, HashSet<IObjectSchema> open)
    {
        string name = Quoting.Key(key.Name);
        if (key.BindsWhenMissing)
        {
            to.Append(indent).Append(name).Append(" {\n");
            AppendInner(to, key.Type.Inner!, indent + "  ", open);
            to.Append(indent).Append("}\n");
            return;
        }

        // Keys without a default, and blocks that exist only when they are named, are shown but not set.
        if (key.WrittenDefault is { Kind: not HoconKind.Null } written)
        {
            to.Append(indent).Append(name).Append(" = ").Append(Inline(written)).Append('\n');
        }
        else
        {
            to.Append(indent).Append("# ").Append(name).Append(" = ").Append(key.Type.Inner is null ? $"<{key.Type.Name}>" : "{ ... }").Append('\n');
        }

        if (key.Type.Inner is { } inner && open.Add(inner))
        {
            AppendComment(to, $"Each {inner.SchemaName}:", indent);
            StringBuilder nested = new();
            AppendKeys(nested, inner, "", open);
            foreach (string line in nested.ToString().TrimEnd('\n').Split('\n'))
            {
                to.Append(indent).Append(line.Length == 0 ? "#" : "#   ").Append(line).Append('\n');
            }

            open.Remove(inner);
        }
    }

    private static void AppendInner(StringBuilder to, IObjectSchema schema, string indent, HashSet<IObjectSchema> open)
    {
        if (open.Add(schema))
        {
            AppendKeys(to, schema, indent, open);
            open.Remove(schema);
        }
    }

    private static string Inline(HoconValue value) =>
        value is HoconObject ? HoconJsonWriter.Write(value, indented: false) : HoconWriter.Write(value);

    private static void AppendComment(StringBuilder to, string text, string indent)
    {
        foreach (string line in text.Split('\n'))
        {
            to.Append(indent).Append("# ").Append(line.Trim()).Append('\n');
        }
    }
}
