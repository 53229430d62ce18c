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
        ["Allocator"] = ["Linux"],
        ["Isolation"] = ["Contracts", "Linux"],
        ["Backends.Namespaces"] = ["Contracts", "Isolation", "Linux"],
        ["Backends.SystemdRun"] = ["Contracts", "Isolation", "Linux"],
        ["Backends.Simulated"] = ["Contracts"],
        ["Fleets"] = ["Contracts", "Hocon", "Linux"],
        ["Supervisor"] = ["Allocator", "Contracts", "Fleets", "Hocon", "Linux"],
        ["Supervisor.TestKit"] = ["Backends.Simulated", "Contracts", "Fleets", "Supervisor"],
        ["Simulation"] = ["Backends.Simulated", "Contracts", "Fleets", "Hocon", "Linux", "Supervisor", "Supervisor.TestKit"],
        ["Control"] = ["Contracts", "Linux"],
        ["Daemon"] = ["Contracts", "Fleets", "Supervisor", "Control", "Linux", "Allocator", "Hocon", "Backends.Namespaces", "Backends.SystemdRun", "Backends.Simulated", "Simulation"],
        ["Shell"] = ["Linux"],
        ["Screens"] = ["Linux"],
        ["Forktop"] = ["Linux", "Screens"],
        ["Cli"] = ["Contracts", "Control", "Linux", "Allocator", "Isolation", "Backends.Namespaces", "Backends.SystemdRun", "Fleets", "Hocon", "Shell", "Forktop", "Screens"],
    };

    private static readonly string[] s_folders = ["src", "tests", "benchmarks"];

    /// <summary>Who may use the packages that decide how a program is built. A package that is not named here is nobody's business.</summary>
    private static readonly Dictionary<string, string[]> s_packages = new()
    {
        ["Akka"] = ["Supervisor", "Supervisor.TestKit", "Daemon"],
        ["MessagePack"] = ["Control", "Fleets", "Simulation", "Supervisor"],
        ["System.CommandLine"] = ["Cli"],
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
    public void A_project_uses_only_the_packages_that_are_its_business(string project)
    {
        foreach ((string package, string[] users) in s_packages)
        {
            if (users.Contains(project))
            {
                continue;
            }

            Assert.DoesNotContain(PackagesOf(project), name => name == package || name.StartsWith(package + ".", StringComparison.Ordinal));
            Assert.All(
                Directory.GetFiles(Repository.PathOf("src", project), "*.cs", SearchOption.AllDirectories),
                file => Assert.DoesNotContain($"using {package}", File.ReadAllText(file), StringComparison.Ordinal));
        }
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
        => Included(project, "ProjectReference").Select(static path => Path.GetFileNameWithoutExtension(path));

    private static IEnumerable<string> PackagesOf(string project) => Included(project, "PackageReference");

    private static IEnumerable<string> Included(string project, string item)
        => XDocument.Load(Repository.PathOf("src", project, project + ".csproj")).Descendants(item).Select(static element => (string)element.Attribute("Include")!);
}
