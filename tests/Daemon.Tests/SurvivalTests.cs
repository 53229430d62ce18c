using System.Text.Json;

namespace Helios.Daemon.Tests;

/// <summary>What a daemon leaves to the next one, with real containers: the daemon killed, ended in order, and told to forget.</summary>
public class SurvivalTests
{
    [Fact]
    public void What_was_wanted_comes_back_after_a_kill()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        string file = daemon.FleetFile("containers { web { command = [sleep, 1000], replicas = 1 }, rest { command = [sleep, 1000], restart = unless-stopped } }");
        daemon.Helios("up", "--config", file).Good();
        daemon.Helios("scale", "web=2").Good();
        daemon.Helios("stop", "rest").Good();
        daemon.Helios("run", "-d", "--name", "kept", "--restart", "always", "--", "sleep", "1000").Good();
        daemon.Helios("run", "-d", "--name", "once", "--", "sleep", "1000").Good();
        int before = Pid(daemon, "kept");
        File.Delete(file);
        daemon.KillAndBegin();
        Assert.Contains(daemon.Said, static line => line == "heliosd: resumed 5 containers, 3 of them start again");
        daemon.Helios("wait", "--for", "running", "kept").Good();
        daemon.Helios("wait", "--for", "running", "web-2").Good();
        Assert.Equal(
            ["kept running", "once exited", "rest exited", "web-1 running", "web-2 running"],
            Lines(daemon.Helios("ps", "-a", "--format", "{{.name}} {{.state}}").Good()).Order(StringComparer.Ordinal));
        Assert.NotEqual(before, Pid(daemon, "kept"));
        using JsonDocument inspected = JsonDocument.Parse(daemon.Helios("inspect", "once").Good());
        Assert.Contains("lost: its daemon ended while it ran", inspected.RootElement.ToString(), StringComparison.Ordinal);
        Assert.Contains(file, daemon.Helios("daemon", "status").Good(), StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_kills_at_any_moment_lose_nothing_that_was_answered()
    {
        Random chance = new(11);
        using LiveDaemon daemon = LiveDaemon.Begin();
        HashSet<string> wanted = [];
        for (int death = 0; death < 10; death++)
        {
            string name = $"c{death}";
            daemon.Helios("run", "-d", "--name", name, "--restart", "unless-stopped", "--", "sleep", "1000").Good();
            wanted.Add(name);
            if (chance.Next(2) == 0)
            {
                string stopped = wanted.Order(StringComparer.Ordinal).ElementAt(chance.Next(wanted.Count));
                daemon.Helios("kill", stopped).Good();
                wanted.Remove(stopped);
            }

            daemon.KillAndBegin();
        }

        foreach (string name in wanted)
        {
            daemon.Helios("wait", "--for", "running", name).Good();
        }

        Assert.Equal(wanted.Order(StringComparer.Ordinal), Lines(daemon.Helios("ps", "-q").Good()).Order(StringComparer.Ordinal));
        Assert.Equal(10, Lines(daemon.Helios("ps", "-aq").Good()).Length);
    }

    [Theory]
    [InlineData("--", "sleep", "1000")]
    [InlineData("--", "setpriv", "--pdeathsig", "clear", "sleep", "1000")]
    [InlineData("--pid", "host", "--", "sh", "-c", "sleep 1000 & sleep 1000 & wait")]
    [InlineData("--pid", "host", "--", "sh", "-c", "setsid setpriv --reuid 65534 --clear-groups sleep 1000 & setpriv --reuid 65534 --clear-groups sleep 1000")]
    public void Nothing_of_a_container_outlives_a_daemon_that_is_killed(params string[] options)
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        daemon.Helios(["run", "-d", "--name", "fugitive", .. options]).Good();
        using JsonDocument inspected = JsonDocument.Parse(daemon.Helios("inspect", "fugitive").Good());
        string group = inspected.RootElement.GetProperty("cgroup").GetString()!;
        string procs = Path.Join(group, "cgroup.procs");
        Assert.NotEmpty(File.ReadAllLines(procs));
        daemon.Process.Kill();
        Assert.True(SpinWait.SpinUntil(() => !File.Exists(procs) || File.ReadAllText(procs).Length == 0, TimeSpan.FromSeconds(30)), $"{group} is not empty");
        daemon.BeginAgain();
    }

    [Fact]
    public void The_end_of_the_daemon_is_no_wish_that_its_containers_end()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        daemon.Helios("run", "-d", "--name", "kept", "--restart", "on-failure", "--", "sleep", "1000").Good();
        daemon.Helios("run", "-d", "--name", "passing", "--rm", "--", "sleep", "1000").Good();
        daemon.Helios("daemon", "stop").Good();
        daemon.BeginAgain();
        daemon.Helios("wait", "--for", "running", "kept").Good();
        Assert.Equal(["kept"], Lines(daemon.Helios("ps", "-aq").Good()));
    }

    [Fact]
    public void Forget_forgets_what_is_down_and_without_a_daemon_everything()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        daemon.Helios("run", "-d", "--name", "up", "--restart", "always", "--", "sleep", "1000").Good();
        daemon.Helios("run", "-d", "--name", "down", "--", "true").Good();
        daemon.Helios("wait", "down").Good();
        Assert.Equal("down\n", daemon.Helios("daemon", "forget").Good());
        Assert.Equal(["up"], Lines(daemon.Helios("ps", "-aq").Good()));
        daemon.Helios("daemon", "stop").Good();
        Assert.True(daemon.Process.WaitForExit(TimeSpan.FromSeconds(60)));
        CommandResult forgotten = daemon.Helios("daemon", "forget");
        Assert.Equal((0, "heliosd: forgot 1 containers\n"), (forgotten.Code, forgotten.Error));
        daemon.BeginAgain();
        Assert.Equal("", daemon.Helios("ps", "-aq").Good());
    }

    [Fact]
    public void A_damaged_record_is_one_line_and_the_rest_comes_back()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        daemon.Helios("run", "-d", "--name", "good", "--restart", "always", "--", "sleep", "1000").Good();
        daemon.Helios("run", "-d", "--name", "bad", "--restart", "always", "--", "sleep", "1000").Good();
        daemon.Process.Kill();
        Assert.True(daemon.Process.WaitForExit(TimeSpan.FromSeconds(60)));
        string[] damaged = Directory.GetFiles(daemon.Socket + ".state/containers", "bad.*");
        foreach (string path in damaged)
        {
            File.WriteAllBytes(path, File.ReadAllBytes(path)[..40]);
        }

        daemon.BeginAgain();
        Assert.Equal(
            damaged.Order(StringComparer.Ordinal).Select(static path => $"heliosd: state: {path} is damaged: it ends too early or is no MessagePack; it is passed over"),
            daemon.Said.Where(static line => line.Contains("passed over", StringComparison.Ordinal)));
        daemon.Helios("wait", "--for", "running", "good").Good();
        Assert.Equal(["good"], Lines(daemon.Helios("ps", "-aq").Good()));
    }

    [Fact]
    public void A_directory_that_is_no_place_for_it_is_one_line_and_the_daemon_works()
    {
        using LiveDaemon daemon = LiveDaemon.Begin("--state-dir", "/dev/null/state");
        Assert.StartsWith("heliosd: state directory ", Assert.Single(daemon.Said), StringComparison.Ordinal);
        daemon.Helios("run", "-d", "--name", "a", "--restart", "always", "--", "sleep", "1000").Good();
        Assert.Equal(["a"], Lines(daemon.Helios("ps", "-q").Good()));
    }

    private static int Pid(LiveDaemon daemon, string name)
        => int.Parse(daemon.Helios("ps", "--filter", $"name={name}", "--format", "{{.pid}}").Good(), System.Globalization.CultureInfo.InvariantCulture);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
