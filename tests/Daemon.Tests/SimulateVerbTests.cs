namespace Helios.Daemon.Tests;

/// <summary><c>helios simulate</c> as a user has it: from the fleet file, and from what a daemon recorded.</summary>
public sealed class SimulateVerbTests
{
    private const string Fleet = """
        fleet.name = shop
        containers {
          db { command = [sleep, inf], restart = always }
          web { command = [sleep, inf], requires { db { condition = ready } } }
        }
        """;

    [Fact]
    public void A_day_of_the_fleet_is_the_same_twice_and_another_with_another_seed()
    {
        using LiveDaemon place = LiveDaemon.NotYet();
        string fleet = place.FleetFile(Fleet);
        string scenario = Path.Join(place.Folder, "s.hocon");
        File.WriteAllText(scenario, "containers.db { lifetime = \"exponential(mean = 2h)\", exit = 3 }");

        string first = place.Helios("simulate", fleet, "--scenario", scenario, "--for", "24h", "--seed", "7").Good();

        Assert.Contains("db", first, StringComparison.Ordinal);
        Assert.Equal(first, place.Helios("simulate", fleet, "--scenario", scenario, "--for", "24h", "--seed", "7").Good());
        Assert.NotEqual(first, place.Helios("simulate", fleet, "--scenario", scenario, "--for", "24h", "--seed", "8").Good());
    }

    [Fact]
    public void What_was_asserted_and_did_not_come_out_is_exit_code_1()
    {
        using LiveDaemon place = LiveDaemon.NotYet();
        string fleet = place.FleetFile(Fleet);

        Assert.Equal("", place.Helios("simulate", fleet, "-q", "--for", "1h", "--assert", "db.restarts <= 0").Good());

        CommandResult broken = place.Helios("simulate", fleet, "-q", "--for", "1h", "--assert", "db.restarts >= 1");
        Assert.Equal(1, broken.Code);
        Assert.Contains("db.restarts >= 1", broken.Output + broken.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--scenario=/nonexistent/s.hocon", "/nonexistent/s.hocon")]
    [InlineData("--replay=/nonexistent/runs", "/nonexistent/runs")]
    [InlineData("--html=/nonexistent/day.html", "/nonexistent/day.html")]
    [InlineData("--trace=/nonexistent/trace", "/nonexistent/trace")]
    [InlineData("--for=never", "never")]
    [InlineData("--assert=db.colour == 3", "colour")]
    public void What_cannot_be_simulated_is_one_line_and_exit_code_125(string option, string named)
    {
        using LiveDaemon place = LiveDaemon.NotYet();

        CommandResult refused = place.Helios("simulate", place.FleetFile(Fleet), option);

        Assert.Equal(125, refused.Code);
        Assert.Equal("", refused.Output);
        Assert.Contains(named, Assert.Single(refused.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_crash_loop_of_a_daemon_is_repeated_from_its_journal()
    {
        using LiveDaemon place = LiveDaemon.NotYet();
        string journal = Path.Join(place.Folder, "runs.journal");
        string fleet = place.FleetFile("""
            containers {
              loop-recorded { command = [sh, -c, "exit 3"], restart { policy = "on-failure:2", delay = 10ms } }
              stays-recorded { command = [sleep, inf] }
            }
            """);
        using (LiveDaemon daemon = LiveDaemon.Begin("--journal", journal, "--config", fleet))
        {
            daemon.Helios("wait", "--for", "down", "loop-recorded");
        }

        // Both: the loop with its three runs, and what the daemon's own end took down.
        string report = place.Helios("simulate", fleet, "--replay", journal, "--for", "1h", "--format", "json").Good();
        Assert.Contains("\"name\": \"loop-recorded\"", report, StringComparison.Ordinal);
        Assert.Equal("", place.Helios("simulate", fleet, "--replay", journal, "--for", "1h", "-q", "--assert", "loop-recorded.restarts == 2", "--assert", "loop-recorded.give-ups == 1").Good());
    }
}
