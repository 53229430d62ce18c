using System.Diagnostics;
using Helios.Linux;
using Helios.Support;

namespace Helios.EndToEnd.Tests;

/// <summary>The systemd-run backend as a user meets it, on a machine that systemd runs.</summary>
public sealed class SystemdRunTests(SystemdMachine machine) : IClassFixture<SystemdMachine>, IDisposable
{
    private readonly string _name = HeliosCommand.FreshName();

    public void Dispose() => Assert.Equal("", machine.Traces());

    [Fact]
    public void A_command_runs_as_a_unit_and_its_streams_and_exit_code_come_through()
    {
        ToolResult result = Run("sh", "-c", "echo out; echo err >&2; exit 7");
        Assert.Equal((7, "out\n", "err"), (result.ExitCode, result.Output, result.Errors.Trim()));
    }

    [Fact]
    public void It_is_a_unit_of_the_machine_while_it_runs_and_tells_nothing_of_its_command()
    {
        using Process helios = machine.StartReady("run", "--backend", "systemd-run", "--name", _name, "-e", "PASSWORD=s3cret", "--", "sh", "-c", "echo ready; read line; exit 4");
        string unit = machine.Box.Run("systemctl", "show", $"helios-{_name}.service").Output;
        Assert.Contains("ActiveState=active", unit, StringComparison.Ordinal);
        Assert.Contains("Slice=helios.slice", unit, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", unit, StringComparison.Ordinal);
        helios.StandardInput.WriteLine();
        Assert.Equal(4, helios.End().ExitCode);
    }

    [Theory]
    [InlineData("exit 5", 5, "code=exited, status=5")]
    [InlineData("kill -SEGV $$", 139, "code=killed, status=11/SEGV")]
    [InlineData("kill -ABRT $$", 134, "code=killed, status=6/ABRT")]
    public void The_units_own_result_is_the_payloads(string script, int code, string result)
    {
        // Without a PID namespace: the first process of one takes no signal that it sends itself.
        Assert.Equal(code, Run("--pid", "host", "sh", "-c", script).ExitCode);
        Assert.Contains(result, machine.Box.Run("journalctl", "--quiet", "--output=cat", $"--unit=helios-{_name}.service").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_memory_kill_is_told_as_one()
    {
        ToolResult result = Run("--memory", "32M", "sh", "-c", "exec tail /dev/zero");
        Assert.Equal((137, $"helios: {_name}: killed: memory limit 32 MiB of container {_name} reached"), (result.ExitCode, result.Errors.Trim()));
    }

    [Fact]
    public void A_program_that_is_not_there_is_127_and_leaves_nothing()
        => Assert.Equal(127, Run("no-such-program").ExitCode);

    [Fact]
    public void It_has_a_terminal_that_follows_this_one()
    {
        using HostedTerminal terminal = new(
            new WindowSize(120, 33),
            machine.CommandLine("run", "-t", "--backend", "systemd-run", "--name", _name, "sh", "-c", "trap 'stty size; exit 3' WINCH; tty; stty size; echo ready; sleep 1000 & wait"));
        terminal.Expect("/dev/pts/0");
        terminal.Expect("33 120");
        terminal.Expect("ready");
        terminal.Resize(new WindowSize(99, 22));
        terminal.Expect("22 99");
        Assert.Equal(3, terminal.End());
        Assert.Equal(terminal.ModesBefore, terminal.Modes());
    }

    [Fact]
    public void A_signal_to_helios_reaches_the_payload()
    {
        using Process helios = machine.StartReady("run", "--backend", "systemd-run", "--name", _name, "sh", "-c", "trap 'exit 9' TERM; echo ready; while :; do sleep 0.1; done");
        Signal("TERM");
        Assert.Equal(9, helios.End().ExitCode);
    }

    [Fact]
    public void Systemctl_stop_ends_it_politely()
    {
        using Process helios = machine.StartReady("run", "--backend", "systemd-run", "--name", _name, "sh", "-c", "trap 'echo bye; exit 9' TERM; echo ready; while :; do sleep 0.1; done");
        machine.Box.Run("systemctl", "stop", $"helios-{_name}.service").Expect();
        ToolResult end = helios.End();
        Assert.Equal((9, "bye\n"), (end.ExitCode, end.Output));
    }

    [Fact]
    public void What_a_killed_helios_leaves_is_removed_by_the_next()
    {
        using Process helios = machine.StartReady("run", "--backend", "systemd-run", "--name", _name, "--cpuset-cpus", "0", "sh", "-c", "echo ready; exec sleep 1000");
        Signal("KILL");

        // The unit ends with it; files stay.
        helios.End();
        machine.Box.Run("timeout", "30", "sh", "-c", $"while systemctl is-active --quiet helios-{_name}.service; do sleep 0.1; done").Expect();
        Assert.NotEqual("", machine.Traces());
        Assert.Equal(0, machine.Helios("run", "--backend", "systemd-run", "true").ExitCode);
    }

    [Fact]
    public void The_plan_is_explained_unit_first_and_the_doctor_has_asked_systemd()
    {
        Assert.Contains($"start the unit helios-{_name}.service", machine.Helios("explain", "--backend", "systemd-run", "--name", _name, "true").Expect(), StringComparison.Ordinal);
        Assert.Contains("systemd answered", machine.Helios("doctor").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_daemon_cares_for_a_unit_like_for_any_container()
    {
        string script = "trap 'echo bye; exit 0' TERM; echo started; echo oops >&2; while :; do sleep 0.1; done";
        Assert.Equal(_name + "\n", machine.Helios("run", "-d", "--backend", "systemd-run", "--name", _name, "--memory", "64M", "--", "sh", "-c", script).Expect());
        try
        {
            Assert.Contains("\"backend\": \"systemd-run\"", machine.Helios("inspect", _name).Output, StringComparison.Ordinal);
            Assert.Equal("1\n", machine.Helios("exec", _name, "sh", "-c", "ps ax -o pid= | head -n 1 | tr -d ' '").Expect());
            machine.Helios("pause", _name).Expect();
            Assert.Contains("paused", machine.Helios("ps").Output, StringComparison.Ordinal);
            machine.Helios("resume", _name).Expect();
            Assert.Contains(_name, machine.Helios("stats", "--no-stream", _name).Expect(), StringComparison.Ordinal);
            machine.Helios("restart", _name).Expect();
            machine.Helios("stop", _name).Expect();
            Assert.Contains("exit code 0", machine.Helios("ps", "-a").Output, StringComparison.Ordinal);
            string log = machine.Helios("logs", _name).Output;
            Assert.Contains("started\n", log, StringComparison.Ordinal);
            Assert.Contains("bye\n", log, StringComparison.Ordinal);
        }
        finally
        {
            machine.Helios("rm", "--force", _name);
        }
    }

    [Fact]
    public void A_fleet_mixes_backends_and_each_waits_for_the_other()
    {
        machine.Files.Write("fleet.hocon", """
            containers {
              store { command = ["sh", "-c", "trap 'exit 0' TERM; echo store is up; while :; do sleep 0.1; done"], backend = systemd-run, limits.memory = 64M }
              front { command = ["sh", "-c", "trap 'exit 0' TERM; echo front is up; while :; do sleep 0.1; done"], backend = namespaces, requires = [store] }
            }
            """);
        machine.Helios("up", "--config", machine.Files.At("fleet.hocon"), "--until", "running").Expect();
        try
        {
            Assert.Contains("helios-store.service", machine.Box.Run("systemctl", "list-units", "--plain", "--no-legend", "helios-*.service").Output, StringComparison.Ordinal);
            Assert.Contains("\"backend\": \"systemd-run\"", machine.Helios("inspect", "store").Output, StringComparison.Ordinal);
            Assert.Contains("\"backend\": \"namespaces\"", machine.Helios("inspect", "front").Output, StringComparison.Ordinal);
            Assert.Equal("store is up\n", machine.Helios("logs", "store").Output);
            Assert.Equal("front is up\n", machine.Helios("logs", "front").Output);
        }
        finally
        {
            machine.Helios("down");
            machine.Helios("rm", "--force", "store", "front");
        }
    }

    [Fact]
    public void Where_systemd_does_not_run_it_is_refused_with_the_reason_before_anything_is_made()
    {
        Assert.SkipWhen(Directory.Exists("/run/systemd/system"), "systemd runs this machine");
        ToolResult result = HeliosCommand.Run("run", "--backend", "systemd-run", "true");
        Assert.Equal(125, result.ExitCode);
        Assert.Equal(
            "helios run: --backend: the systemd-run backend cannot run here: systemd does not run this machine; boot with it, or use the namespaces backend", result.Errors.Trim());
    }

    [Fact]
    public void A_plain_users_own_manager_runs_his_units()
    {
        machine.Box.Run("useradd", "--create-home", "--uid", "4711", "plain").Expect();
        machine.Box.Run("systemctl", "start", "user@4711.service").Expect();
        string[] plain = ["setpriv", "--reuid=4711", "--regid=4711", "--clear-groups", "env", "XDG_RUNTIME_DIR=/run/user/4711", "HOME=/home/plain", HeliosCommand.Path];
        Assert.SkipUnless(machine.Box.Run([.. plain, "version"]).ExitCode == 0, "a plain user may not run what was built here");

        ToolResult run = machine.Box.Run([.. plain, "run", "--backend", "systemd-run", "--name", _name, "--", "sh", "-c", "id -u; echo $$; ls /home /root; exit 4"]);
        Assert.Equal((4, "4711\n1\n/home:\n\n/root:\n"), (run.ExitCode, run.Output));
        Assert.Contains("run as root", machine.Box.Run([.. plain, "run", "--backend", "systemd-run", "--cap-add", "NET_RAW", "true"]).Errors, StringComparison.Ordinal);
        Assert.Equal("", machine.Box.Run("find", "/run/user/4711/helios-units").Output);
        Assert.DoesNotContain(_name, machine.Box.Run([.. plain[..^1], "systemctl", "--user", "list-units", "--all", "--plain"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_launcher_that_is_killed_anywhere_leaves_nothing_that_the_next_does_not_remove()
    {
        Random random = new(20260711);
        int kills = Needs.Long ? 300 : 12;
        for (int kill = 0; kill < kills; kill++)
        {
            // The payload lets go of the streams: whoever waits for their end would wait for it.
            string seconds = (random.Next(1, 250) / 1000.0).ToString("0.000", System.Globalization.CultureInfo.InvariantCulture);
            machine.Box.Run("timeout", "--signal=KILL", seconds, HeliosCommand.Path, "run", "--backend", "systemd-run", "--memory", "64M", "sh", "-c", "exec sleep 1000 >/dev/null 2>&1");
            Assert.Equal((kill, 0), (kill, machine.Helios("run", "--backend", "systemd-run", "true").ExitCode));
            Assert.Equal((kill, "", ""), (kill, machine.Traces(), machine.Box.Run("find", "/sys/fs/cgroup", "-name", "helios-*.service").Output));
        }
    }

    private ToolResult Run(params IEnumerable<string> arguments) => machine.Helios(["run", "--backend", "systemd-run", "--name", _name, .. arguments]);

    // By its command line: the process that was started from here is the way into the box.
    private void Signal(string signal) => machine.Box.Run("pkill", "-" + signal, "--full", $"^[^ ]*/helios run .*--name {_name} ").Expect();
}
