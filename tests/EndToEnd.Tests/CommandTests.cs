using System.Diagnostics;
using System.Text.Json;
using Helios.Support;

namespace Helios.EndToEnd.Tests;

/// <summary>The script itself and the verbs that start no container.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly TempTree _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void The_script_works_from_any_directory_and_through_a_link()
    {
        File.CreateSymbolicLink(_files.At("link"), HeliosCommand.Script);

        Assert.StartsWith("helios ", Tool.Run("sh", "-c", $"cd {_files.Root} && ./link version").Expect(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reader_that_goes_away_is_no_error()
        => Assert.Equal("", Tool.Run("sh", "-c", $"{HeliosCommand.Path} run --help | true").Errors);

    [Fact]
    public void Doctor_opens_with_the_kernel_and_finds_that_run_works()
    {
        Needs.Root();
        ToolResult result = HeliosCommand.Run("doctor");

        Assert.StartsWith($"{Tool.Run("uname", "-srm").Expect()}\n", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("helios run works here\n", result.Output, StringComparison.Ordinal);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public void Doctor_leaves_nothing_behind()
    {
        Leftovers leftovers = Leftovers.Before("doctor-");
        HeliosCommand.Run("doctor", "--format", "json");

        leftovers.AssertNone();
    }

    [Fact]
    public void Explain_prints_the_plan_its_json_and_its_system_calls()
    {
        string plan = HeliosCommand.Run("explain", "--name", "c1", "--memory", "64M", "true").Expect();
        using JsonDocument json = JsonDocument.Parse(HeliosCommand.Run("explain", "--name", "c1", "--memory", "64M", "--format", "json", "true").Expect());
        string calls = HeliosCommand.Run("explain", "--name", "c1", "--syscalls", "true").Expect();

        Assert.StartsWith("launch plan of c1 by the namespaces backend\n", plan, StringComparison.Ordinal);
        Assert.Equal("c1", json.RootElement.GetProperty("container").GetString());
        Assert.Equal(plan.Split('\n').Length - 2, json.RootElement.GetProperty("steps").GetArrayLength());
        Assert.Contains("execve", calls, StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_who_is_not_root_can_use_a_tree_that_is_built()
    {
        Needs.Root();
        Needs.Tool("setpriv");

        ToolResult explain = AsNobody("explain", "--name", "c1", "true");
        ToolResult run = AsNobody("run", "sh", "-c", "id -u; exit 4");

        Assert.StartsWith("launch plan of c1 by the namespaces backend\n", explain.Expect(), StringComparison.Ordinal);
        Assert.Equal(new ToolResult(4, "65534\n", ""), run);
    }

    private ToolResult AsNobody(params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(Tool.Find("setpriv")!, ["--reuid=65534", "--regid=65534", "--clear-groups", HeliosCommand.Script, .. arguments])
        {
            WorkingDirectory = "/",
        };
        start.Environment["HOME"] = "/nonexistent";
        start.Environment["HELIOS_STATE_DIR"] = TestRun.StateOf("/tmp") + "-nobody";
        start.Environment.Remove("XDG_RUNTIME_DIR");
        return Tool.Run(start);
    }
}
