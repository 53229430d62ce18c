using System.Text.Json;

namespace Helios.Daemon.Tests;

/// <summary>Fleet files from plan to down, with real containers.</summary>
public class FleetVerbTests
{
    private const string Fleet = """
        defaults.stop-grace = 0
        containers {
          db { command = [sleep, 100] }
          web { command = [sleep, 100], replicas = 2, requires = [db], environment { MODE = a } }
        }
        """;

    [Fact]
    public void Plan_up_scale_and_down()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        string file = daemon.FleetFile(Fleet);
        string plan = daemon.Helios("plan", "--config", file).Good();
        Assert.Contains("+ db (create)", plan, StringComparison.Ordinal);
        Assert.Equal(plan, daemon.Helios("up", "--config", file).Good());
        Assert.Equal(["db", "web-1", "web-2"], Lines(daemon.Helios("ps", "-q").Good()));
        Assert.Equal("nothing to do\n", daemon.Helios("plan", "--config", file).Good());
        daemon.Helios("scale", "web=1").Good();
        Assert.Equal(["db", "web-1"], Lines(daemon.Helios("ps", "-q").Good()));
        Assert.Equal(["web-1", "db"], Lines(daemon.Helios("down").Good()).Where(static name => name != "web-2"));
        Assert.Equal("", daemon.Helios("ps", "-q").Good());
    }

    [Fact]
    public void Plan_up_scale_and_down_print_json_tables_and_templates()
    {
        const string Template = "{{.action}} {{.name}} [{{.fields}}]";
        using LiveDaemon daemon = LiveDaemon.Begin();
        string file = daemon.FleetFile(Fleet);
        using (JsonDocument plan = JsonDocument.Parse(daemon.Helios("plan", "--config", file, "--format", "json").Good()))
        {
            Assert.Equal(["db create", "web-1 create", "web-2 create"], plan.RootElement.EnumerateArray().Where(static item => !item.GetProperty("name").GetString()!.StartsWith("group", StringComparison.Ordinal)).Select(static item => $"{item.GetProperty("name")} {item.GetProperty("action")}").Order(StringComparer.Ordinal));
        }

        Assert.Matches("(?m)^db +create *", daemon.Helios("apply", "--config", file, "--format", "table").Good());
        daemon.FleetFile(Fleet.Replace("MODE = a", "MODE = b", StringComparison.Ordinal));
        Assert.Contains("replace web-1 [environment.MODE: a -> b]", Lines(daemon.Helios("plan", "--config", file, "--format", Template).Good()));
        using (JsonDocument done = JsonDocument.Parse(daemon.Helios("up", "--config", file, "--format", "json").Good()))
        {
            JsonElement field = done.RootElement.EnumerateArray().Single(static item => item.GetProperty("name").GetString() == "web-1").GetProperty("fields")[0];
            Assert.Equal("environment.MODE a b", $"{field.GetProperty("path")} {field.GetProperty("before")} {field.GetProperty("after")}");
        }

        Assert.Contains("remove web-2 []", Lines(daemon.Helios("scale", "web=1", "--format", Template).Good()));
        Assert.Contains("nothing to do", daemon.Helios("scale", "web=1", "--format", "text").Good(), StringComparison.Ordinal);
        Assert.Equal(["web-1 exited", "db exited"], Lines(daemon.Helios("down", "--format", "{{.name}} {{.state}}").Good()));
        Assert.Equal("[]\n", daemon.Helios("down", "--format", "json").Good());
    }

    [Fact]
    public void A_faulty_template_is_refused_before_anything_is_done()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        string file = daemon.FleetFile(Fleet);
        CommandResult refused = daemon.Helios("up", "--config", file, "--format", "{{.nme}}");
        Assert.Equal((125, "helios up: --format: there is no field 'nme'; there are name, action, fields\n"), (refused.Code, refused.Error));
        Assert.Equal("", daemon.Helios("ps", "-aq").Good());
        daemon.Helios("up", "--config", file).Good();
        Assert.Equal(125, daemon.Helios("scale", "web=1", "--format", "{{.nme}}").Code);
        Assert.Equal(125, daemon.Helios("down", "--format", "{{.name").Code);
        CommandResult named = daemon.Helios("up", "--format", "json", "web");
        Assert.Equal(125, named.Code);
        Assert.StartsWith("helios up: --format is for a whole fleet file", named.Error, StringComparison.Ordinal);
        Assert.Equal(["db", "web-1", "web-2"], Lines(daemon.Helios("ps", "-q").Good()));
    }

    [Fact]
    public void Long_work_shows_plain_lines_where_there_is_no_terminal_and_quiet_shows_none()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        string file = daemon.FleetFile("containers.a { command = [sh, -c, \"trap 'exit 0' TERM; while :; do sleep 0.1; done\"], readiness = { started = 500ms } }");
        CommandResult up = daemon.Helios("up", "--until", "ready", "--config", file);
        Assert.Equal(0, up.Code);
        Assert.StartsWith("a: running\n", up.Error, StringComparison.Ordinal);
        Assert.Equal(new CommandResult(0, "", ""), daemon.Helios("down", "--quiet"));
        CommandResult again = daemon.Helios("up", "--config", file);
        Assert.Equal((0, "nothing to do\n"), (again.Code, again.Output));
        Assert.Contains("left stopped (an operator stopped them): a", again.Error, StringComparison.Ordinal);
        Assert.Equal(new CommandResult(0, "", ""), daemon.Helios("up", "-q", "--config", file));
        daemon.Helios("up", "fleet").Good();
        Assert.Equal("a\n", daemon.Helios("ps", "-q").Good());
    }

    [Fact]
    public void Ps_watch_prints_at_once_and_again_when_something_changes()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        daemon.Helios("run", "-d", "--name", "one", "--stop-timeout", "0", "--", "sleep", "100").Good();
        using System.Diagnostics.Process watch = daemon.Going("ps", "--watch", "--format", "{{.name}} {{.state}}");
        Assert.Equal("one running", watch.StandardOutput.ReadLine());
        daemon.Helios("pause", "one").Good();
        while (watch.StandardOutput.ReadLine() is { } line && !line.EndsWith("one paused", StringComparison.Ordinal))
        {
        }

        watch.Kill();
    }

    [Fact]
    public void A_faulty_file_is_refused_with_file_and_line_and_nothing_changes()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        CommandResult result = daemon.Helios("up", "--config", daemon.FleetFile("containers {\n  web { command = [sleep, 1], memroy = 5 }\n}\n"));
        Assert.Equal(125, result.Code);
        Assert.Contains("helios.hocon:2", result.Error, StringComparison.Ordinal);
        Assert.Equal("", daemon.Helios("ps", "-aq").Good());
    }

    [Fact]
    public void Tree_draws_fleet_groups_and_containers()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        daemon.Helios("up", "--config", daemon.FleetFile(Fleet)).Good();
        string tree = daemon.Helios("tree").Good();
        Assert.Contains("─ container web-2", tree, StringComparison.Ordinal);
        Assert.Contains("container db", tree, StringComparison.Ordinal);
    }

    [Fact]
    public void A_daemon_with_a_config_runs_it_and_SIGTERM_stops_everything_in_order()
    {
        using LiveDaemon place = LiveDaemon.NotYet();
        string file = place.FleetFile(Fleet);
        using LiveDaemon daemon = LiveDaemon.Begin("--config", file);
        daemon.Helios("wait", "--for", "running", "web-1", "web-2").Good();
        daemon.Signal(15);
        Assert.True(daemon.Process.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.Equal(0, daemon.Process.ExitCode);
        Assert.False(File.Exists(daemon.Socket));
    }

    [Fact]
    public void SIGHUP_reads_the_file_again_and_touches_only_what_changed()
    {
        using LiveDaemon place = LiveDaemon.NotYet();
        string file = place.FleetFile("defaults.stop-grace = 0, containers { a { command = [sleep, 100] } }");
        using LiveDaemon daemon = LiveDaemon.Begin("--config", file);
        daemon.Helios("wait", "--for", "running", "a").Good();
        string before = daemon.Helios("ps", "--format", "{{.pid}}").Good();
        place.FleetFile("defaults.stop-grace = 0, containers { a { command = [sleep, 100] }, b { command = [sleep, 100] } }");
        daemon.Signal(1);
        using System.Diagnostics.Process events = daemon.Going("events", "--all", "--filter", "b", "--format", "{{.kind}}");
        while (events.StandardOutput.ReadLine() != "running")
        {
        }

        events.Kill();
        Assert.StartsWith(before, daemon.Helios("ps", "--format", "{{.pid}}").Good(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_idle_and_empty_daemon_leaves_and_one_with_a_container_stays()
    {
        using LiveDaemon daemon = LiveDaemon.Begin("--idle-exit", "3");
        daemon.Helios("run", "-d", "--name", "keeps", "--", "sleep", "100").Good();
        Assert.False(daemon.Process.WaitForExit(TimeSpan.FromSeconds(7)));
        daemon.Helios("rm", "-f", "keeps").Good();
        Assert.True(daemon.Process.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.Equal(0, daemon.Process.ExitCode);
    }

    [Fact]
    public void A_second_daemon_on_the_same_socket_is_refused()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        CommandResult second = daemon.Run("heliosd", "--socket", daemon.Socket);
        Assert.Equal((75, $"heliosd: a daemon listens on {daemon.Socket} already\n"), (second.Code, second.Error));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
