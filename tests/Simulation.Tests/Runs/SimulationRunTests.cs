namespace Helios.Simulation.Tests;

/// <summary>What becomes of fleets.</summary>
public sealed class SimulationRunTests
{
    [Fact]
    public void A_steady_container_is_available_all_the_time()
    {
        SimulationResult result = Simulated.Run("containers { web { command = [web] } }");
        Assert.Equal(1, result.Figures("web").Availability);
        Assert.Equal(TimeSpan.FromHours(24), result.Figures("web").Wanted);
        Assert.Equal(0, result.Of("web").Restarts);
    }

    [Fact]
    public void Crashes_cost_their_restart_delay()
    {
        SimulationResult result = Simulated.Run(
            "containers { web { command = [web], restart { policy = always, delay = 6s, jitter = 0, factor = 1 } } }",
            "containers { web { lifetime = 54s, exit = 1 } }", hours: 1);
        Assert.Equal(60, result.Of("web").Ends);
        Assert.Equal(0.9, result.Figures("web").Availability!.Value, 9);
        Assert.Equal(TimeSpan.FromSeconds(6), result.Figures("web").LongestOutage);
        Assert.Equal(10, result.Figures("web").MostStarts);
    }

    [Fact]
    public void Memory_that_grows_ends_at_the_limit()
    {
        SimulationResult result = Simulated.Run(
            "containers { web { command = [web], limits.memory = 64M, restart { policy = always } } }",
            "containers { web { memory = 16 MiB, memory-per-hour = 24 MiB } }", hours: 3);
        Assert.Equal("killed: memory limit 64 MiB of web reached", result.Of("web").LastExit!.ToString());
        Assert.Equal(1, result.Of("web").Restarts);
    }

    [Fact]
    public void Who_waits_for_what_never_comes_is_named_with_the_whole_chain()
    {
        SimulationResult result = Simulated.Run("""
            containers {
              db { command = [db], readiness = notify }
              api { command = [api], requires { db = ready } }
              web { command = [web], requires { api = ready } }
            }
            """, "containers { db { never-ready = true } }");
        Assert.Equal("waits for api (ready), which waits for db (ready), which runs and is not ready", result.Of("web").Stall);
        Assert.Equal(0, result.Figures("web").Availability);
    }

    [Fact]
    public void Failing_health_takes_a_container_down_and_it_comes_back()
    {
        SimulationResult result = Simulated.Run(
            "containers { web { command = [web], restart = always, health { command = [check], interval = 10s, retries = 3, on-unhealthy = restart } } }",
            "containers { web { sick-after = 1h } }", hours: 3);
        Assert.Equal(2, result.Of("web").Restarts);
    }

    [Fact]
    public void A_pattern_of_health_answers_is_repeated()
    {
        SimulationResult result = Simulated.Run(
            "containers { web { command = [web], health { command = [check], interval = 10s, retries = 2 } } }",
            "containers { web { health-pattern = \"ok*8 fail*2\" } }", hours: 1);
        Assert.InRange(result.Figures("web").Availability!.Value, 0.85, 0.95);
        Assert.Contains(result.Of("web").Changes, static change => change.Condition == Condition.Unhealthy);
    }

    [Fact]
    public void What_gives_up_is_counted_and_stays_down()
    {
        SimulationResult result = Simulated.Run(
            "containers { web { command = [web], restart { policy = always, intensity { restarts = 3, window = 1m } } } }",
            "containers { web { lifetime = 1s, exit = 1 } }", hours: 1);
        Assert.Equal(1, result.Of("web").GiveUps);
        Assert.Equal(3, result.Of("web").Restarts);
        Assert.InRange(result.Figures("web").Availability!.Value, 0, 0.01);
    }

    [Fact]
    public void The_supervisor_may_crash_and_everything_comes_back()
    {
        SimulationResult result = Simulated.Run(
            "containers { db { command = [db] }, web { command = [web], requires { db = ready } } }",
            "host = [ { fault = supervisor-crash, at = 30m, for = 36s } ]", hours: 1);
        Assert.Equal(0.99, result.Figures("db").Availability!.Value, 9);
        Assert.Equal(0.99, result.Figures("web").Availability!.Value, 9);
        Assert.Equal(["supervisor-crash", "supervisor is back"], result.Faults.Select(static fault => fault.What));
    }

    [Fact]
    public void Without_threads_nothing_starts_and_later_it_does()
    {
        SimulationResult result = Simulated.Run(
            "containers { web { command = [web], restart { policy = always, max-delay = 30s } } }",
            "containers { web { lifetime = 10m } }\nhost = [ { fault = no-threads, at = 5m, for = 20m } ]", hours: 1);
        Assert.InRange(result.Figures("web").LongestOutage, TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(16));
        Assert.InRange(result.Of("web").Restarts, 30, 60);
    }

    [Fact]
    public void A_full_disk_loses_what_the_ring_cannot_hold()
    {
        SimulationResult result = Simulated.Run("""
            containers {
              web { command = [web], logs { ring = 64K, file { directory = /var/log/nowhere } } }
              quiet { command = [web] }
            }
            """,
            "containers { \"*\" { output { lines = 100, every = 1s, line-bytes = 100 } } }\nhost = [ { fault = disk-full, at = 10m, for = 1m } ]", hours: 1);
        Assert.Equal((60 * 100 * 100) - 65536, result.Of("web").LogBytesLost);
        Assert.Equal(0, result.Of("quiet").LogBytesLost);
        Assert.False(Directory.Exists("/var/log/nowhere"));
    }

    [Fact]
    public void A_clock_that_jumps_disturbs_no_timer()
    {
        const string Fleet = "containers { web { command = [web], restart { policy = always, delay = 6s, jitter = 0, factor = 1 } } }";
        const string Crashes = "containers { web { lifetime = 54s, exit = 1 } }";
        SimulationResult straight = Simulated.Run(Fleet, Crashes, hours: 1);
        SimulationResult jumped = Simulated.Run(Fleet, Crashes + "\nhost = [ { fault = clock-jump, at = 10m, by = -3h }, { fault = clock-jump, at = 20m, by = 5h } ]", hours: 1);
        Assert.Equal(straight.Of("web").Ends, jumped.Of("web").Ends);
        Assert.Equal(straight.Figures("web").Availability, jumped.Figures("web").Availability);
    }

    [Fact]
    public void A_lost_control_group_does_not_keep_a_container_from_coming_back()
    {
        SimulationResult result = Simulated.Run(
            "containers { web { command = [web], restart { policy = always } } }",
            "containers { web { lifetime = 20m } }\nhost = [ { fault = cgroup-lost, at = 10m, container = web } ]", hours: 1);
        Assert.InRange(result.Figures("web").Availability!.Value, 0.99, 1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_report_to_the_byte_and_another_seed_another()
    {
        const string Fleet = "containers { db { command = [db], restart = always }, web { command = [web], replicas = 5, restart = always, requires { db = started } } }";
        const string Crashes = "containers { \"*\" { lifetime = \"exponential(mean = 1h)\", start-time = \"uniform(10ms, 500ms)\", exit = 1 } }";
        string first = ReportText.Of(Simulated.Run(Fleet, Crashes, seed: 7));
        Assert.Equal(first, ReportText.Of(Simulated.Run(Fleet, Crashes, seed: 7)));
        Assert.NotEqual(first, ReportText.Of(Simulated.Run(Fleet, Crashes, seed: 8)));
    }
}
