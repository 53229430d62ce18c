namespace Helios.Daemon.Tests;

/// <summary>The daemon of an ordinary user: it starts by itself, keeps containers in user namespaces, and answers nobody else.</summary>
public class PlainUserTests
{
    private const uint User = 23451;
    private const uint Stranger = 23452;

    [Fact]
    public void Run_detached_starts_his_own_daemon_and_the_container_is_his()
    {
        using LiveDaemon daemon = LiveDaemon.NotYetOf(User);
        Assert.Equal("box\n", daemon.Helios("run", "-d", "--name", "box", "--", "sh", "-c", "id -u; readlink /proc/self/ns/user; sleep 100").Good());
        string[] said = daemon.Helios("exec", "box", "sh", "-c", "id -u; readlink /proc/self/ns/user").Good().Split('\n');
        Assert.Equal($"{User}", said[0]);
        Assert.NotEqual(new FileInfo("/proc/self/ns/user").LinkTarget, said[1]);
        string pid = daemon.Helios("ps", "--format", "{{.pid}}").Good().Trim();
        Assert.Contains(File.ReadAllLines($"/proc/{pid}/status"), line => line.StartsWith($"Uid:\t{User}\t", StringComparison.Ordinal));
        daemon.Helios("stop", "-t", "0", "box").Good();
        daemon.Helios("start", "box").Good();
        daemon.Helios("rm", "-f", "box").Good();
        Assert.Equal("", daemon.Helios("ps", "-aq").Good());
    }

    [Fact]
    public void A_fleet_with_checks_of_its_own_network_becomes_ready_and_healthy()
    {
        _ = BusyboxRoot.Binary;
        using LiveDaemon daemon = LiveDaemon.NotYetOf(User);
        string file = daemon.FleetFile("""
            containers.web {
              command = [sh, -c, "mkdir /tmp/w; echo ok >/tmp/w/health; exec busybox httpd -f -p 127.0.0.1:8080 -h /tmp/w"], stop-grace = 0
              readiness { tcp = 8080, interval = 100ms, timeout = 50s }, health { http = ":8080/health", interval = 200ms }
            }
            """);
        daemon.Helios("up", "--until", "ready", "--config", file).Good();
        daemon.Helios("wait", "--for", "healthy", "web").Good();
        Assert.Equal("healthy\n", daemon.Helios("ps", "--format", "{{.health}}").Good());
    }

    [Fact]
    public void It_leaves_when_it_is_idle_and_empty()
    {
        using LiveDaemon daemon = LiveDaemon.BeginOf(User, "--idle-exit", "10");
        daemon.Helios("run", "-d", "--name", "brief", "--rm", "--", "true").Good();
        Assert.True(daemon.Process.WaitForExit(TimeSpan.FromSeconds(50)));
        Assert.Equal(0, daemon.Process.ExitCode);
        Assert.False(File.Exists(daemon.Socket));
    }

    [Fact]
    public void A_user_without_rights_is_refused_with_one_line_and_disturbs_nobody()
    {
        using LiveDaemon daemon = LiveDaemon.NotYetOf(User);
        daemon.Helios("run", "-d", "--name", "box", "--stop-timeout", "0", "--", "sleep", "100").Good();
        foreach (string[] verb in (string[][])[["ps"], ["run", "-d", "true"], ["stop", "box"], ["logs", "box"], ["daemon", "status"]])
        {
            CommandResult refused = daemon.HeliosOf(Stranger, verb);
            Assert.Equal((125, ""), (refused.Code, refused.Output));
            Assert.Equal($"helios {verb[0]}: you may not use the daemon on {daemon.Socket}: it answers root, its owner and the group it was given with --group\n", refused.Error);
        }

        Assert.Equal("box running\n", daemon.Helios("ps", "--format", "{{.name}} {{.state}}").Good());
    }
}
