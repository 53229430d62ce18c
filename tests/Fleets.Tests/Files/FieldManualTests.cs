using System.Text;
using System.Text.Json;
using Helios.Contracts;
using Helios.Hocon;

namespace Helios.Fleets.Tests;

/// <summary>The manual's tables and the JSON Schema are the tables of fields. HELIOS_UPDATE_GOLDEN=1 writes the page.</summary>
public sealed class FieldManualTests
{
    private static readonly (string Block, string Title, string Table)[] s_tables =
    [
        ("containers.NAME", "What a container is", ContainerFields.Table.ToMarkdown()),
        ("containers.NAME", "How it is supervised", SupervisionFields.Member.ToMarkdown()),
        ("containers.NAME.restart", "Restart", SupervisionFields.Restart.ToMarkdown()),
        ("containers.NAME.health", "Health, beside one of `command`, `tcp` and `http`", SupervisionFields.Health.ToMarkdown()),
        ("containers.NAME.logs", "Logs", SupervisionFields.Logs.ToMarkdown()),
        ("containers.NAME.logs.file", "Log files", SupervisionFields.LogFile.ToMarkdown()),
        ("groups.NAME", "Groups", SupervisionFields.Group.ToMarkdown()),
    ];

    [Fact]
    public void The_page_of_fields_is_the_tables()
    {
        StringBuilder page = new(
            "# Fields of a fleet file\n\nGenerated from the tables in `ContainerFields` and `SupervisionFields`; a test keeps it so.\n"
            + "What the blocks mean together is in [fleet-file.md](fleet-file.md), every key in context in `helios.hocon`.\n");
        foreach ((string block, string title, string table) in s_tables)
        {
            page.Append($"\n## {title}\n\nKeys of `{block}`:\n\n{table}");
        }

        string path = Path.Join(Path.GetDirectoryName(ReferenceFileTests.FilePath()), "docs", "fields.md");
        if (Environment.GetEnvironmentVariable("HELIOS_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, page.ToString());
        }

        Assert.Equal(File.ReadAllText(path), page.ToString());
    }

    [Fact]
    public void The_schema_knows_every_key_that_the_reader_knows()
    {
        JsonElement container = JsonDocument.Parse(FleetSchema.ToJson()).RootElement.GetProperty("$defs").GetProperty("container");
        ReadingNotes notes = new();
        HoconObject root = HoconParser.Parse(
            """
            containers.x {
              command = [a], restart { intensity { restarts = 1, window = 1s } }, readiness { started = 1s }, health { tcp = 1 }, hooks { pre-start { command = [a] } }
              schedule { cron = "@daily" }, logs { file { directory = /x } }, limits { }, capabilities { }
            }
            """,
            name: "keys").Root;
        new FleetReader(notes).Read(root, root);
        Assert.Empty(notes.Faults);
        string[] known = [.. notes.Keys.Where(static key => key.StartsWith("containers.x.", StringComparison.Ordinal)).Select(static key => key["containers.x.".Length..])];
        Assert.Contains("logs.file.max-age", known);
        Assert.All(known, key => Assert.True(Knows(container, key.Split('.')), key));
    }

    private static bool Knows(JsonElement schema, ReadOnlySpan<string> path)
        => path.IsEmpty || (schema.TryGetProperty("properties", out JsonElement properties) && properties.TryGetProperty(path[0], out JsonElement inner) && Knows(inner, path[1..]));
}
