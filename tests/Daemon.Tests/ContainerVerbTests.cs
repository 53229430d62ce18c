using System.Diagnostics;
using System.Text.Json;

namespace Helios.Daemon.Tests;

/// <summary>Each verb of one container, from the command line to the kernel and back.</summary>
public class ContainerVerbTests
{
    private const string Forever = "trap 'exit 3' TERM; while :; do sleep 0.1; done";

    [Fact]
    public void Run_detached_starts_a_daemon_when_none_runs_and_ps_shows_the_container()
    {
        using LiveDaemon daemon = LiveDaemon.NotYet();
        Assert.Equal("", daemon.Helios("ps", "-q").Good());
        Assert.Equal("auto\n", daemon.Helios("run", "-d", "--stop-timeout", "1", "--name", "auto", "--", "sleep", "100").Good());
        Assert.Equal("auto running\n", daemon.Helios("ps", "--format", "{{.name}} {{.state}}").Good());
        Assert.Equal("auto\n", daemon.Helios("rm", "-f", "auto").Good());
        Assert.Equal("", daemon.Helios("ps", "-aq").Good());
    }

    [Fact]
    public void A_container_is_stopped_started_killed_and_removed()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        daemon.Helios("run", "-d", "--stop-timeout", "1", "--name", "one", "--", "sh", "-c", Forever).Good();
        Assert.Equal("one\n", daemon.Helios("stop", "one").Good());
        Assert.Equal("", daemon.Helios("ps", "-q").Good());
        Assert.Contains("exited", daemon.Helios("ps", "-a", "--format", "{{.state}} {{.lastExit}}").Good(), StringComparison.Ordinal);
        daemon.Helios("start", "one").Good();
        Assert.Equal("one\n", daemon.Helios("ps", "-q").Good());
        daemon.Helios("restart", "one").Good();
        daemon.Helios("kill", "one").Good();
        Assert.Equal("137\n", daemon.Helios("wait", "one").Good());
        daemon.Helios("rm", "one").Good();
        CommandResult gone = daemon.Helios("inspect", "one");
        Assert.Equal(125, gone.Code);
        Assert.StartsWith("helios inspect: one: ", gone.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_are_changed_one_by_one_and_a_refusal_does_not_keep_the_others_back()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        daemon.Helios("run", "-d", "--stop-timeout", "1", "--name", "a", "--", "sleep", "100").Good();
        daemon.Helios("run", "-d", "--stop-timeout", "1", "--name", "b", "--", "sleep", "100").Good();
        CommandResult result = daemon.Helios("stop", "-t", "0", "a", "missing", "b");
        Assert.Equal((125, "a\nb\n"), (result.Code, result.Output));
        Assert.Contains("missing", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Pause_and_resume_freeze_and_thaw()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        daemon.Helios("run", "-d", "--stop-timeout", "1", "--name", "ice", "--", "sleep", "100").Good();
        daemon.Helios("pause", "ice").Good();
        Assert.Equal("paused\n", daemon.Helios("ps", "-a", "--format", "{{.state}}").Good());
        daemon.Helios("resume", "ice").Good();
        Assert.Equal("running\n", daemon.Helios("ps", "-a", "--format", "{{.state}}").Good());
    }

    [Fact]
    public void Wait_prints_the_exit_code()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        daemon.Helios("run", "-d", "--stop-timeout", "1", "--name", "seven", "--", "sh", "-c", "exit 7").Good();
        Assert.Equal("7\n", daemon.Helios("wait", "--for", "down", "seven").Good());
    }

    [Fact]
    public void Exec_runs_inside_with_streams_environment_directory_and_exit_code()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        daemon.Helios("run", "-d", "--stop-timeout", "1", "--name", "box", "--hostname", "inside", "--", "sleep", "100").Good();
        CommandResult result = daemon.Helios("exec", "-e", "A=b", "-w", "/usr", "box", "sh", "-c", "hostname; pwd; echo $A; echo oops >&2; exit 9");
        Assert.Equal((9, "inside\n/usr\nb\n", "oops\n"), (result.Code, result.Output, result.Error));
        Assert.Equal("typed\n", daemon.HeliosWithInput("typed\n", "exec", "-i", "box", "cat").Good());
    }

    [Fact]
    public void Exec_with_a_terminal_gives_one()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        daemon.Helios("run", "-d", "--stop-timeout", "1", "--name", "tty", "--", "sleep", "100").Good();
        CommandResult result = daemon.Helios("exec", "-t", "tty", "sh", "-c", "tty; stty size; exit 4");
        Assert.True(result.Code == 4, result.Error);
        Assert.Contains("/dev/pts/", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_is_json_with_state_history_and_plan()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        daemon.Helios("run", "-d", "--stop-timeout", "1", "--name", "open", "--memory", "64M", "--", "sleep", "100").Good();
        using JsonDocument document = JsonDocument.Parse(daemon.Helios("inspect", "open").Good());
        JsonElement root = document.RootElement;
        Assert.Equal("open", root.GetProperty("name").GetString());
        Assert.Equal("running", root.GetProperty("state").GetString());
        Assert.Equal(64 << 20, root.GetProperty("container").GetProperty("limits").GetProperty("memory").GetInt64());
        Assert.Equal(1, root.GetProperty("history").GetArrayLength());
        Assert.True(root.GetProperty("plan").GetProperty("steps").GetArrayLength() > 5);
        Assert.Equal(root.GetProperty("pid").GetInt32(), JsonDocument.Parse(daemon.Helios("state", "open").Good()).RootElement.GetProperty("pid").GetInt32());
    }

    [Fact]
    public void Logs_keep_both_streams_and_follow_until_the_end()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        daemon.Helios("run", "-d", "--stop-timeout", "1", "--name", "talk", "--", "sh", "-c", "echo one; echo two; echo bad >&2; sleep 1; echo three").Good();
        CommandResult followed = daemon.Helios("logs", "-f", "talk");
        Assert.Equal((0, "one\ntwo\nthree\n", "bad\n"), (followed.Code, followed.Output, followed.Error));
        Assert.Equal("two\nthree\n", daemon.Helios("logs", "--tail", "2", "--stream", "stdout", "talk").Good());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT[\d:.]+Z three\n$", daemon.Helios("logs", "--tail", "1", "-t", "talk").Good());
        Assert.Equal("", daemon.Helios("logs", "--until", "1h", "talk").Good());
    }

    [Fact]
    public void Logs_of_several_carry_the_names()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        daemon.Helios("run", "-d", "--stop-timeout", "1", "--name", "a", "--", "echo", "from a").Good();
        daemon.Helios("run", "-d", "--stop-timeout", "1", "--name", "long", "--", "echo", "from long").Good();
        daemon.Helios("wait", "a", "long").Good();
        string[] lines = daemon.Helios("logs", "a", "long").Good().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["a    | from a", "long | from long"], lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Stats_show_memory_and_tasks()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        daemon.Helios("run", "-d", "--stop-timeout", "1", "--name", "fat", "--memory", "64M", "--", "sleep", "100").Good();
        string line = daemon.Helios("stats", "--no-stream", "--interval", "0.1", "--format", "{{.name}} {{.tasks}} {{.memory-limit}}", "fat").Good();
        Assert.Equal($"fat 1 {64 << 20}\n", line);
    }

    [Fact]
    public void Files_are_copied_in_and_out_and_links_stay_inside()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        daemon.Helios("run", "-d", "--stop-timeout", "1", "--name", "disk", "--", "sh", "-c", "mkdir /tmp/out; echo inside >/tmp/out/a; ln -s /etc/hostname /tmp/out/link; ln -s /.. /tmp/up; touch /tmp/ready; sleep 100").Good();
        daemon.Helios("exec", "disk", "sh", "-c", "while [ ! -e /tmp/ready ]; do sleep 0.05; done").Good();
        daemon.Helios("cp", "disk:/tmp/out", daemon.Folder).Good();
        Assert.Equal("inside\n", File.ReadAllText(Path.Join(daemon.Folder, "out", "a")));
        Assert.Equal("/etc/hostname", new FileInfo(Path.Join(daemon.Folder, "out", "link")).LinkTarget);
        string mark = Path.Join(daemon.Folder, "mark-of-this-test");
        File.WriteAllText(mark, "from the host");
        daemon.Helios("cp", mark, "disk:/tmp/up").Good();
        Assert.Equal("from the host", daemon.Helios("exec", "disk", "cat", "/mark-of-this-test").Good());
        Assert.False(File.Exists("/mark-of-this-test"));
    }

    [Fact]
    public void Events_tell_what_happened_in_order()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        daemon.Helios("run", "-d", "--stop-timeout", "1", "--name", "brief", "--", "true").Good();
        daemon.Helios("wait", "--for", "down", "brief").Good();
        using Process events = daemon.Going("events", "--all", "--format", "{{.kind}}");
        List<string> kinds = [];
        while (kinds.LastOrDefault() != "exited")
        {
            kinds.Add(events.StandardOutput.ReadLine()!);
        }

        events.Kill();
        Assert.Equal(["starting", "running", "exited"], kinds.Where(static kind => kind is "starting" or "running" or "exited"));
    }

    [Fact]
    public void Attach_and_detach_leave_a_terminal_container_running()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        daemon.Helios("run", "-d", "-it", "--stop-timeout", "1", "--name", "shell", "--", "sh").Good();
        using Process attached = daemon.Going("attach", "shell");
        attached.StandardInput.Write("echo $((40 + 2))\n");
        attached.StandardInput.Flush();
        while (attached.StandardOutput.ReadLine() is { } line && line.TrimEnd() != "42")
        {
        }

        attached.StandardInput.Write("\x10\x11");
        attached.StandardInput.Flush();
        Assert.True(attached.WaitForExit(TimeSpan.FromSeconds(20)));
        Assert.Equal(0, attached.ExitCode);
        Assert.Equal("running\n", daemon.Helios("ps", "--format", "{{.state}}").Good());
    }
}
