using System.Diagnostics;
using System.Globalization;

namespace Helios.Daemon.Tests;

/// <summary>Logs of real containers whose output is many times larger than ring and files.</summary>
public class LogVerbTests
{
    private const int Count = 30_000;

    private static readonly string s_expected = string.Concat(Enumerable.Range(1, Count).Select(static i => string.Create(CultureInfo.InvariantCulture, $"{i}\n")));

    [Fact]
    public async Task Everything_is_there_in_order_after_the_end_and_while_a_follower_sees_the_rotations()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        string go = Path.Join(daemon.Folder, "go");
        daemon.Helios("up", "--config", daemon.FleetFile($$"""
            containers.talk {
              command = [sh, -c, "while [ ! -e /shared/go ]; do sleep 0.05; done; seq {{Count}}; echo last"], restart = no
              mounts = ["{{daemon.Folder}}:/shared:ro"]
              logs { ring = 64K, stdout = spill, file { directory = "{{daemon.Folder}}/logs", max-size = 64K, total = 64M } }
            }
            """)).Good();
        using Process follower = daemon.Going("logs", "-f", "talk");
        follower.StandardInput.Close();
        Task<string> followed = follower.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        File.WriteAllText(go, "");
        daemon.Helios("wait", "--for", "down", "talk").Good();
        Assert.True(Directory.GetFiles(Path.Join(daemon.Folder, "logs")).Length > 3);
        Assert.Equal(s_expected + "last\n", daemon.Helios("logs", "talk").Good());
        Assert.Equal(s_expected + "last\n", await followed);
        Assert.Equal(string.Concat(s_expected.Split('\n').Skip(Count - 20_000).Select(static line => line.Length > 0 ? line + "\n" : "")) + "last\n", daemon.Helios("logs", "--tail", "20001", "talk").Good());
        Assert.Equal("last\n", daemon.Helios("logs", "-n", "1", "talk").Good());
        Assert.Equal("", daemon.Helios("logs", "--stream", "stderr", "talk").Good());
        Assert.Equal(Count + 1, daemon.Helios("logs", "--since", "10m", "-t", "talk").Good().Split('\n').Count(static line => line.EndsWith(" last", StringComparison.Ordinal) || (line.Length > 28 && line[27] == ' ')));
    }

    [Fact]
    public void Files_of_an_earlier_daemon_come_first()
    {
        using LiveDaemon place = LiveDaemon.NotYet();
        string file = place.FleetFile($$"""containers.talk { command = [sh, -c, "echo said by $HOSTNAME; exit 0"], restart = no, logs.file.directory = "{{place.Folder}}/logs" }""");
        for (int run = 1; run <= 2; run++)
        {
            using LiveDaemon daemon = LiveDaemon.Begin("--config", file);
            daemon.Helios("wait", "--for", "down", "talk").Good();
            Assert.Equal(run, daemon.Helios("logs", "talk").Good().Split('\n').Length - 1);
        }
    }

    [Fact]
    public void Several_containers_are_one_stream_in_the_order_of_time()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        daemon.Helios("run", "-d", "--name", "a", "--", "sh", "-c", "echo 1; sleep 0.4; echo 3").Good();
        daemon.Helios("run", "-d", "--name", "bb", "--", "sh", "-c", "sleep 0.2; echo 2; sleep 0.4; echo 4").Good();
        daemon.Helios("wait", "--for", "down", "a", "bb").Good();
        string[] lines = daemon.Helios("logs", "-t", "a", "bb").Good().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] times = [.. lines.Select(static line => line.Split(' ')[^2])];
        Assert.Equal(times.Order(StringComparer.Ordinal), times);
        Assert.Equal(4, lines.Length);
    }

    [Fact]
    public void A_container_that_has_not_run_yet_has_an_empty_log_that_can_be_followed()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        daemon.Helios("up", "--config", daemon.FleetFile("containers.later { command = [echo, hello], autostart = false, restart = no }")).Good();
        Assert.Equal("", daemon.Helios("logs", "later").Good());
    }
}
