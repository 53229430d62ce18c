using System.Xml.Linq;
using Helios.Support;

namespace Helios.Architecture.Tests;

/// <summary>Who may use whom: the table of ARCHITECTURE.md, enforced on the project files.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["Linux"] = [],
        ["Contracts"] = [],
        ["Hocon"] = [],
        ["Hocon.Configuration"] = ["Hocon"],
        ["MessagePack"] = [],
        ["Actors"] = [],
        ["Actors.TestKit"] = ["Actors"],
        ["Actors.Hosting"] = ["Actors"],
        ["Allocator"] = ["Linux"],
        ["Isolation"] = ["Contracts", "Linux"],
        ["Backends.Namespaces"] = ["Contracts", "Isolation", "Linux"],
        ["Backends.SystemdRun"] = ["Contracts", "Isolation", "Linux"],
        ["Backends.Simulated"] = ["Contracts"],
        ["Supervisor"] = ["Contracts", "Actors", "Actors.Hosting", "Hocon", "MessagePack", "Allocator"],
        ["Control"] = ["Contracts", "MessagePack", "Linux"],
        ["Daemon"] = ["Contracts", "Supervisor", "Control", "Linux", "Allocator", "Hocon", "MessagePack", "Actors", "Actors.Hosting", "Backends.Namespaces", "Backends.SystemdRun", "Backends.Simulated"],
        ["Shell"] = ["Linux"],
        ["Forktop"] = ["Linux"],
        ["Cli"] = ["Contracts", "Control", "Linux", "MessagePack", "Allocator", "Daemon", "Isolation", "Backends.Namespaces", "Backends.SystemdRun", "Supervisor", "Hocon", "Shell", "Forktop"],
    };

    private static readonly string[] s_folders = ["src", "tests", "benchmarks"];

    /// <summary>What the switches of Engine.props stand for.</summary>
    private static readonly Dictionary<string, string> s_engineSwitches = new()
    {
        ["UsesActors"] = "Actors",
        ["UsesActorHosting"] = "Actors.Hosting",
        ["UsesActorTestKit"] = "Actors.TestKit",
        ["UsesMessagePack"] = "MessagePack",
    };

    public static TheoryData<string> Projects => [.. Directory.GetDirectories(Repository.PathOf("src")).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_only_what_its_row_allows(string project)
    {
        Assert.True(s_allowed.TryGetValue(project, out string[]? allowed), $"{project} has no row in the table; decide what it may use, here and in ARCHITECTURE.md");
        Assert.Empty(ReferencesOf(project).Except(allowed));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_explains_itself_in_a_readme(string project)
        => Assert.True(File.Exists(Repository.PathOf("src", project, "README.md")), $"src/{project} has no README.md");

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        string solution = File.ReadAllText(Repository.PathOf("Helios.sln"));
        Assert.All(
            s_folders.SelectMany(static folder => Directory.GetFiles(Repository.PathOf(folder), "*.csproj", SearchOption.AllDirectories)),
            project => Assert.Contains(Path.GetFileName(project), solution, StringComparison.Ordinal));
    }

    [Fact]
    public void No_product_uses_a_test_project()
        => Assert.All(
            Directory.GetFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories),
            static project => Assert.DoesNotContain("tests/", File.ReadAllText(project), StringComparison.Ordinal));

    private static IEnumerable<string> ReferencesOf(string project)
    {
        XDocument file = XDocument.Load(Repository.PathOf("src", project, project + ".csproj"));
        foreach (XElement element in file.Descendants())
        {
            if (element.Name.LocalName == "ProjectReference" && (string?)element.Attribute("Include") is { } path)
            {
                yield return Path.GetFileNameWithoutExtension(path);
            }
            else if (s_engineSwitches.TryGetValue(element.Name.LocalName, out string? implied) && element.Value == "true")
            {
                yield return implied;
            }
        }
    }
}
