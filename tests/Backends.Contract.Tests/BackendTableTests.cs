using System.Globalization;
using System.Text;
using Helios.Backends.Namespaces;
using Helios.Backends.Simulated;
using Helios.Contracts;
using Helios.Support;

namespace Helios.Backends.Contract.Tests;

/// <summary>The manual's table of backends and features is made from the declarations. Run with HELIOS_UPDATE_GOLDEN=1 to write it.</summary>
public sealed class BackendTableTests
{
    private const string Heading = """
        # Backends and features

        Made from what the backends declare, by `BackendTableTests`; do not edit the table. A feature marked "where …" depends on the host;
        `helios doctor` tells what holds on yours, with the remedy. What a backend lacks is refused at validation with the field, never ignored.

        `simulated` runs no programs: what it has, it takes and pretends. crun and runc are no backends of Helios; the same cases run over them as
        an oracle, which proves that a case is about containers and not about Helios. See [testing-beds.md](testing-beds.md).

        """;

    private const string CasesHeading = """

        # Cases of the contract

        Written once in `tests/Backends.Contract.Tests` and run over every column above. A case whose feature a backend lacks is skipped, with that reason.

        | area | cases |
        | --- | --- |

        """;

    private const string ExceptionsHeading = """

        What no feature names and is done otherwise:

        | case | by | why |
        | --- | --- | --- |

        """;

    // What only some hosts lack, by what it depends on.
    private static readonly Dictionary<Feature, string> s_hostBound = new()
    {
        [Feature.MemoryLimit] = "memory",
        [Feature.SwapLimit] = "memory, swap",
        [Feature.CpuLimit] = "cpu",
        [Feature.CpuWeight] = "cpu",
        [Feature.CpuSet] = "cpuset",
        [Feature.IoWeight] = "io or bfq",
        [Feature.PidsLimit] = "pids",
        [Feature.Freeze] = "cgroup v2",
    };

    /// <summary>Whether it depends on the host that some backend has a feature; every other one that is Helios's own has it, or says no in the table.</summary>
    internal static bool DependsOnHost(Feature feature) => s_hostBound.ContainsKey(feature);

    [Fact]
    public void The_table_in_the_manual_is_what_the_backends_declare()
    {
        Needs.Root();
        using NamespacesBackend namespaces = new();
        StringBuilder text = new(Heading);
        using TempTree bundles = new();
        OciBackend oracle = new(new OciRuntime("crun"), bundles.Root);
        SimulatedBackend simulated = new(TimeProvider.System, SimulationScript.Steady);
        text.Append("\n| feature | namespaces | systemd-run | simulated | crun and runc |\n| --- | --- | --- | --- | --- |\n");
        foreach (Feature feature in Enum.GetValues<Feature>())
        {
            text.Append("| ").Append(feature).Append(" | ").Append(Cell(feature, lacking: !DependsOnHost(feature) && !namespaces.Capabilities.Has(feature)))
                .Append(" | ").Append(Cell(feature, lacking: false))
                .Append(" | ").Append(simulated.Capabilities.Has(feature) ? "pretended" : "no")
                .Append(" | ").Append(Cell(feature, !oracle.Capabilities.Has(feature))).Append(" |\n");
        }

        AppendCases(text);

        string path = Repository.PathOf("docs", "backends.md");
        if (Environment.GetEnvironmentVariable("HELIOS_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, text.ToString());
        }

        Assert.Equal(text.ToString(), File.ReadAllText(path));
    }

    private static void AppendCases(StringBuilder text)
    {
        text.Append(CasesHeading);
        foreach ((string area, int count) in ContractCases.Areas)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {area} | {count} |\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"| all | {ContractCases.Count} |\n").Append(ExceptionsHeading);
        Subject[] subjects = [new NamespacesSubject(), new SystemdRunSubject(), new SimulatedSubject(), new CrunSubject(), new RuncSubject()];
        string[] names = ["namespaces", "systemd-run", "simulated", "crun", "runc"];
        foreach ((string name, Subject subject) in names.Zip(subjects))
        {
            foreach ((string promise, string reason) in subject.Exceptions)
            {
                Assert.True(ContractCases.Has(promise), $"{name} makes an exception of a case that there is not: {promise}");
                text.Append(CultureInfo.InvariantCulture, $"| {promise} | {name} | {reason} |\n");
            }

            subject.Dispose();
        }
    }

    private static string Cell(Feature feature, bool lacking)
        => lacking ? "no" : s_hostBound.TryGetValue(feature, out string? needs) ? $"where the host has {needs}" : "yes";
}
