using System.Collections.Immutable;
using System.Text.Json;
using Helios.Control;

namespace Helios.Cli;

/// <summary><c>helios tree</c>: who looks after whom.</summary>
internal sealed class TreeVerb : DaemonVerb
{
    private readonly CliOption _format = new("--format", ValueKind.Word, "text (default) or json") { Words = ["text", "json"], Section = "Output" };

    internal TreeVerb()
        : base("tree", "Draws the tree of supervision")
        => AddWithSocket(_format);

    /// <inheritdoc/>
    internal override string Usage => "[--format text|json]";

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples => [new("helios tree", "the system, the fleet, its groups, and their containers")];

    /// <summary>Draws a tree.</summary>
    internal static void Draw(TextWriter output, TreeLine node, string before = "", string beforeChildren = "")
    {
        output.Write($"{before}{node.Kind} {node.Name}{(node.Text.Length > 0 ? $" ({node.Text})" : "")}\n");
        for (int i = 0; i < node.Children.Length; i++)
        {
            bool last = i == node.Children.Length - 1;
            Draw(output, node.Children[i], beforeChildren + (last ? "└─ " : "├─ "), beforeChildren + (last ? "   " : "│  "));
        }
    }

    /// <inheritdoc/>
    protected override int Run(DaemonSession daemon, OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        NoArguments(rest);
        TreeLine top = daemon.Ask<Reply.Tree>(new Request.GetTree()).Top;
        if (options.Word(_format) == "json")
        {
            using MemoryStream text = new();
            using (Utf8JsonWriter json = new(text, new JsonWriterOptions { Indented = true }))
            {
                WriteTo(json, top);
            }

            console.Output.Write(System.Text.Encoding.UTF8.GetString(text.ToArray()) + "\n");
        }
        else
        {
            Draw(console.Output, top);
        }

        return 0;
    }

    private static void WriteTo(Utf8JsonWriter json, TreeLine node)
    {
        json.WriteStartObject();
        json.WriteString("kind", node.Kind);
        json.WriteString("name", node.Name);
        json.WriteString("text", node.Text);
        json.WriteStartArray("children");
        foreach (TreeLine child in node.Children)
        {
            WriteTo(json, child);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
