using System.Text;
using Helios.Backends.Namespaces;
using Helios.Backends.SystemdRun;
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

        """;

    // What only some hosts lack, by what it depends on.
    private static readonly Dictionary<Feature, string> s_hostBound = new()
    {
        [Feature.MemoryLimit] = "memory", [Feature.SwapLimit] = "memory, swap", [Feature.CpuLimit] = "cpu", [Feature.CpuWeight] = "cpu",
        [Feature.CpuSet] = "cpuset", [Feature.IoWeight] = "io or bfq", [Feature.PidsLimit] = "pids", [Feature.Freeze] = "cgroup v2",
    };

    private static readonly Feature[] s_lackedBySystemd = [Feature.UserNamespace];

    [Fact]
    public void The_table_in_the_manual_is_what_the_backends_declare()
    {
        Needs.Root();
        using NamespacesBackend namespaces = new();
        using SystemdRunBackend systemd = new();
        StringBuilder text = new(Heading);
        text.Append("\n| feature | namespaces | systemd-run |\n| --- | --- | --- |\n");
        foreach (Feature feature in Enum.GetValues<Feature>())
        {
            text.Append("| ").Append(feature).Append(" | ").Append(Cell(feature, lacking: !s_hostBound.ContainsKey(feature) && !namespaces.Capabilities.Has(feature)))
                .Append(" | ").Append(Cell(feature, s_lackedBySystemd.Contains(feature))).Append(" |\n");
        }

        // Where systemd runs, its declarations have to agree with what the table says everywhere.
        if (systemd.WhyNot is null)
        {
            Assert.Equal(s_lackedBySystemd, Enum.GetValues<Feature>().Where(feature => !s_hostBound.ContainsKey(feature) && !systemd.Capabilities.Has(feature)));
        }

        string path = Repository.PathOf("docs", "backends.md");
        if (Environment.GetEnvironmentVariable("HELIOS_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, text.ToString());
        }

        Assert.Equal(text.ToString(), File.ReadAllText(path));
    }

    private static string Cell(Feature feature, bool lacking)
        => lacking ? "no" : s_hostBound.TryGetValue(feature, out string? needs) ? $"where the host has {needs}" : "yes";
}
