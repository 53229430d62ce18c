using System.Runtime.CompilerServices;
using Helios.Hocon;

namespace Helios.Fleets.Tests;

/// <summary>The fleet file at the top of the repository: it works, it shows every key, and the defaults it shows are the defaults.</summary>
public class ReferenceFileTests
{
    private const string Mark = "#:";

    private static readonly string[] s_openNames = ["environment", "rlimits", "requires", "after"];

    [Fact]
    public void The_shipped_fleet_is_valid()
    {
        FleetSpec fleet = FleetFile.Load(new FleetSource(FilePath(), [])).Fleet;
        Assert.Equal(["clock", "worker-1", "worker-2", "worker-3", "report"], fleet.Members.Select(static member => member.Id.ToString()));
    }

    [Fact]
    public void Lines_without_unset_show_the_defaults()
    {
        MemberSpec reference = Assert.Single(FleetFile.Parse(Reference(withUnset: false), "reference").Fleet.Members);
        MemberSpec plain = Assert.Single(FleetFile.Parse("containers.reference.command = [app]", "plain").Fleet.Members);
        Assert.Equal(MemberFields.Of(plain), MemberFields.Of(reference));
        FleetSpec fleet = FleetFile.Parse(Reference(withUnset: false), "reference").Fleet;
        Assert.Equal(new GroupSpec("example"), fleet.Groups[1]);
        Assert.Equal(FleetSpec.Empty.Name, fleet.Name);
    }

    [Fact]
    public void Every_key_that_is_read_is_in_the_reference()
    {
        string text = Reference(withUnset: true) + "\ncontainers { db { command = [db], health.tcp = 1 }, cache.command = [cache] }";
        HoconObject root = HoconParser.Parse(text, name: "reference").Root;
        ReadingNotes notes = new();
        new FleetReader(notes).Read(root, root);
        Assert.Empty(notes.Faults);

        // Alternatives cannot stand side by side; the comment above them names them.
        string[] alternatives =
        [
            "containers.reference.readiness.notify", "containers.reference.readiness.newline", "containers.reference.readiness.tcp", "containers.reference.readiness.command",
            "containers.reference.health.command", "containers.reference.health.tcp",
        ];
        string[] others = ["top level.templates", "top level.defaults", "top level.fleet", "top level.groups", "top level.containers", "top level.akka"];
        IEnumerable<string> missing = notes.Keys
            .Where(static key => key.StartsWith("containers.reference.", StringComparison.Ordinal) || !key.StartsWith("containers.", StringComparison.Ordinal))
            .Where(static key => !s_openNames.Any(open => key.Contains($".{open}.", StringComparison.Ordinal)))
            .Where(key => !root.HasPath(key.Replace("groups.fleet", "groups.example", StringComparison.Ordinal)))
            .Except(alternatives).Except(others)
            .Where(static key => !key.EndsWith(".mounts.tmpfs", StringComparison.Ordinal) && !key.Contains(".mounts.", StringComparison.Ordinal));
        Assert.Empty(missing);
        Assert.All(alternatives, alternative => Assert.Contains($"{alternative.Split('.')[^1]} = ", Reference(withUnset: true), StringComparison.Ordinal));
    }

    // The commented lines as they would be without their mark; "unset" on a line that opens a block leaves the block out.
    private static string Reference(bool withUnset)
    {
        List<string> lines = [];
        string? skipTo = null;
        foreach (string line in File.ReadLines(FilePath()).Where(static line => line.StartsWith(Mark, StringComparison.Ordinal)))
        {
            string content = line[Mark.Length..];
            string indent = content[..(content.Length - content.TrimStart().Length)];
            if (skipTo is not null)
            {
                skipTo = content == skipTo ? null : skipTo;
                continue;
            }

            bool unset = content.Contains("# unset", StringComparison.Ordinal);
            if (unset && !withUnset)
            {
                string code = content[..content.IndexOf("# unset", StringComparison.Ordinal)].TrimEnd();
                skipTo = code.EndsWith('{') ? indent + "}" : null;
                continue;
            }

            lines.Add(content);
        }

        return string.Join('\n', lines);
    }

    internal static string FilePath([CallerFilePath] string here = "")
    {
        // Source paths are rewritten in deterministic builds; the file is looked for from the output upwards too.
        for (DirectoryInfo? at = new(File.Exists(here) ? Path.GetDirectoryName(here)! : AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, "helios.hocon");
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new FileNotFoundException("helios.hocon");
    }
}
