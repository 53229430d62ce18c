using System.Diagnostics;
using Helios.Support;

namespace Helios.EndToEnd.Tests;

/// <summary>Two of Helios on one host, told apart by their variables: neither is in the other's way.</summary>
public sealed class TwoInstallationsTests : RunTest
{
    [Fact]
    public void A_name_that_one_has_is_free_in_the_other()
    {
        using Process first = HeliosCommand.StartReady("run", "--name", Name, "--", "sh", "-c", "echo ready; read line");
        ToolResult same = Run("true");
        ToolResult other = InAnother("helios_other", "run", "--name", Name, "--memory", "64M", "--cgroupns", "host", "--", "cat", "/proc/self/cgroup");
        first.StandardInput.WriteLine();

        Assert.Equal((125, 0, 0), (same.ExitCode, other.ExitCode, first.End().ExitCode));
        Assert.Contains($"/helios_other/{Name}\n", other.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Files.Root));
    }

    [Fact]
    public void A_name_that_cannot_be_used_is_refused_before_anything_is_done()
    {
        ToolResult refused = InAnother("a-b", "run", "--name", Name, "--", "true");
        Assert.Equal(125, refused.ExitCode);
        Assert.StartsWith("helios: HELIOS_CGROUP: 'a-b' is not a name", refused.Errors, StringComparison.Ordinal);
    }

    private ToolResult InAnother(string group, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(HeliosCommand.Path, arguments);
        start.Environment["HELIOS_STATE_DIR"] = Files.At("state");
        start.Environment["HELIOS_CGROUP"] = group;
        return Tool.Run(start);
    }
}
