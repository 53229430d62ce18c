using Helios.Fleets;

namespace Helios.Simulation.Tests;

/// <summary>Scenario files.</summary>
public sealed class ScenarioFileTests
{
    [Fact]
    public void Every_key_is_read()
    {
        Scenario scenario = ScenarioFile.Parse("""
            start = "2027-03-01T12:00:00Z", reuse-pids = true
            containers {
              web {
                prepare-time = 1ms, start-time = 2ms, lifetime = "exponential(5m)", memory = 1 MiB, memory-per-hour = 2 MiB
                exits = [ { code = 0, weight = 9 }, { signal = SEGV } ]
                fails-to-start { probability = 0.5, step = "mount volume", reason = "no", kind = not-executable, at = preparation }
                ready-after = 3ms, answers-after = 4ms, answer-time = 5ms, sick-after = 6ms, sick-for = 7ms, health-pattern = "ok*2 fail"
                watchdog-every = 8ms, hangs-after = 9ms, stop-time = 10ms, ignores-stop = true, loses-cgroup-after = 11ms
                output { lines = 3, every = 1s, line-bytes = 10 }
                runs = [ { lifetime = 1s, exit = 3 } ]
              }
            }
            host = [
              { fault = supervisor-crash, at = 1h, for = 5s }
              { fault = disk-full, every = "uniform(1h, 2h)" }
              { fault = no-threads, at = 2h }
              { fault = clock-jump, at = 3h, by = -1h }
              { fault = cgroup-lost, at = 4h, container = web }
            ]
            """);
        ContainerScenario web = Assert.Single(scenario.Containers);
        Assert.True(scenario.ReusesPids);
        Assert.Equal(new DateTimeOffset(2027, 3, 1, 12, 0, 0, TimeSpan.Zero), scenario.Start);
        Assert.Equal([true, true, false], web.HealthPattern);
        Assert.Equal(["exit code 0", "killed by SIGSEGV"], web.Exits.Select(static exit => exit.Status.ToString()));
        Assert.Equal(126, web.FailsToStart!.Failure.Code);
        Assert.True(web.FailsToStart.AtPreparation);
        Assert.Equal(3, Assert.Single(web.Runs).Exits[0].Status.Code);
        Assert.Equal(["supervisor-crash", "disk-full", "no-threads", "clock-jump", "cgroup-lost"], scenario.Host.Select(static fault => fault.Name));
        Assert.Equal(TimeSpan.FromHours(-1), Assert.IsType<HostFault.ClockJump>(scenario.Host[3]).By);
    }

    [Theory]
    [InlineData("containers { web { lifetme = 5m } }", "s.hocon:1:20", "did you mean 'lifetime'?")]
    [InlineData("containers { web { lifetime = 5 } }", "s.hocon:1:31", "'5' has no unit")]
    [InlineData("containers { web { exits = [ { weight = 1 } ] } }", "s.hocon:1:30", "write code or signal")]
    [InlineData("containers { web { health-pattern = sick } }", "s.hocon:1:37", "'sick' is not an answer")]
    [InlineData("host = [ { fault = fire } ]", "s.hocon:1:20", "'fire' is not known")]
    [InlineData("host = [ { fault = cgroup-lost } ]", "s.hocon:1:10", "container: must be named")]
    [InlineData("containers { web { runs = [ { runs = [] } ] } }", "s.hocon:1:31", "unknown key 'runs'")]
    [InlineData("start = tomorrow", "s.hocon:1:9", "'tomorrow' is not a moment")]
    public void A_fault_is_told_with_its_place(string text, string place, string reason)
    {
        FleetFileException refused = Assert.Throws<FleetFileException>(() => ScenarioFile.Parse(text, "s.hocon"));
        Assert.StartsWith(place, refused.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }
}
