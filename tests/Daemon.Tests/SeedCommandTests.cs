using System.Text.Json;

namespace Helios.Daemon.Tests;

/// <summary>The command lines of docs/coming-from.md for the programs that Helios grew from, each really run.</summary>
public sealed class SeedCommandTests : IDisposable
{
    private readonly LiveDaemon _daemon = LiveDaemon.Begin();
    private readonly string _root;

    public SeedCommandTests() => _root = BusyboxRoot.Make(_daemon.Folder);

    public void Dispose() => _daemon.Dispose();

    [Fact]
    public void Helios_container_run_with_root_command_and_limits_then_state_list_stop_and_delete()
    {
        _daemon.Helios("run", "-d", "--name", "c1", "--rootfs", _root, "--command", "/bin/sleep 100", "--memory", "67108864", "--cpu", "50").Good();
        using JsonDocument state = JsonDocument.Parse(_daemon.Helios("state", "c1").Good());
        Assert.Equal("running", state.RootElement.GetProperty("state").GetString());
        JsonElement limits = state.RootElement.GetProperty("container").GetProperty("limits");
        Assert.Equal((67108864, "0.5"), (limits.GetProperty("memory").GetInt64(), limits.GetProperty("cpus").GetString()));
        Assert.Matches(@"(?m)^c1 +running ", _daemon.Helios("list").Good());
        Assert.Equal("c1\n", _daemon.Helios("exec", "c1", "/bin/hostname").Good());
        Assert.NotEqual(0, _daemon.Helios("delete", "c1").Code);
        _daemon.Helios("stop", "-t", "0", "c1").Good();
        _daemon.Helios("delete", "c1").Good();
        Assert.NotEqual(0, _daemon.Helios("state", "c1").Code);
    }

    [Fact]
    public void Helios_container_run_with_a_config_file()
    {
        string file = Write("c.json", $$"""{ "hostname": "inside", "rootfs": "{{_root}}", "command": ["/bin/sh", "-c", "hostname; exit 7"], "memory_limit_bytes": 67108864, "cpu_limit_percentage": null }""");
        CommandResult run = _daemon.Helios("run", "--config", file);
        Assert.Equal((7, "inside\n"), (run.Code, run.Output));
        _daemon.Helios("up", "--config", file).Good();
        Assert.Equal("7\n", _daemon.Helios("wait", "inside").Good());
    }

    [Fact]
    public void Carapace_run()
        => Assert.Equal(
            "carapace-container\n1\n",
            _daemon.Helios("run", "--root", _root, "--pids-limit", "5", "--hostname", "carapace-container", "--", "/bin/sh", "-c", "hostname; echo $$").Good());

    [Fact]
    public void Rustainer_with_directory_processors_and_memory()
    {
        CommandResult run = _daemon.HeliosWithInput(
            "touch /kept; nproc; exit\n", "run", "-i", "--root", _root, "--ephemeral", "--cpuset-cpus", "0", "--memory", "64M", "/bin/busybox", "sh");
        Assert.Equal((0, "1\n"), (run.Code, run.Output));
        Assert.False(File.Exists(Path.Join(_root, "kept")));
    }

    [Fact]
    public void Vortex_run_with_its_limit_and_with_the_shared_net_mode()
    {
        CommandResult alone = _daemon.Helios("run", "--rootfs", _root, "--memory", "100M", "--memory-swap", "100M", "--", "/bin/sh", "-c", "ls /sys/class/net; exit 3");
        Assert.Equal((3, "lo\n"), (alone.Code, alone.Output));
        CommandResult shared = _daemon.Helios("run", "--network", "host", "--rootfs", _root, "--", "/bin/readlink", "/proc/self/ns/net");
        Assert.Equal(new FileInfo("/proc/self/ns/net").LinkTarget, shared.Good().Trim());
    }

    [Fact]
    public void A_specification_of_clone_shim_runs_in_voids_that_hold_only_what_is_listed()
    {
        string one = Write("one.json", """{ "entrypoints": { "list": { "args": ["BinaryName", "Trailing"], "environment": ["Stdout", { "Hostname": "thevoid" }] } } }""");
        CommandResult run = _daemon.Helios("run", "--config", one, BusyboxRoot.Binary, "ls", "/");
        Assert.Equal(["dev", "proc", "sys", "usr"], run.Good().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static name => name is not "bin"));
        string two = Write("two.json", """{ "entrypoints": { "hostname": { "args": ["Entrypoint"] }, "pwd": { "args": ["Entrypoint"] } } }""");
        CommandResult refused = _daemon.Helios("up", "--config", two);
        Assert.Equal(125, refused.Code);
        Assert.Contains("--set binary=", refused.Error, StringComparison.Ordinal);
        _daemon.Helios("up", "--config", two, "--set", $"binary={BusyboxRoot.Binary}").Good();
        Assert.Equal("0\n0\n", _daemon.Helios("wait", "hostname", "pwd").Good());
        Assert.Equal(("void\n", "/\n"), (_daemon.Helios("logs", "hostname").Good(), _daemon.Helios("logs", "pwd").Good()));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("msgpack")]
    public void Fleet_files_are_accepted_in_every_format(string format)
    {
        string hocon = _daemon.FleetFile("containers.a { command = [sleep, 100], stop-grace = 0, environment { N = 1.50 } }");
        string file = Path.Join(_daemon.Folder, "fleet." + format);
        _daemon.Helios("spec", "convert", hocon, file).Good();
        _daemon.Helios("up", "--config", file).Good();
        Assert.Equal("nothing to do\n", _daemon.Helios("plan", "--config", hocon).Good());
        using LiveDaemon other = LiveDaemon.Begin("--config", file);
        Assert.Equal("a\n", other.Helios("ps", "-aq").Good());
    }

    private string Write(string name, string text)
    {
        string path = Path.Join(_daemon.Folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
