using Helios.Backends.Simulated;
using Helios.Fleets;
using Helios.Fleets.Tests;

namespace Helios.Supervisor.Tests;

public class CheckSpecs
{
    private static readonly SimulatedBehaviour s_sickAfter20 = new() { SickAfter = TimeSpan.FromSeconds(20) };

    [Theory]
    [InlineData("command = [check]", "exit code 1")]
    [InlineData("http = \":80/healthz\"", "HTTP status 503")]
    public void An_unhealthy_container_is_restarted_when_it_is_to_be(string probe, string reason)
    {
        using World world = new(SimulationScript.Steady.With("web", s_sickAfter20, SimulatedBehaviour.Steady));
        world.Apply($$"""containers.web { command = [app], restart { delay = 1s, jitter = 0 }, health { {{probe}}, interval = 5s, retries = 2, on-unhealthy = restart } }""");
        world.Advance(6);
        Assert.Equal(Health.Healthy, world["web"].Health);
        world.Advance(30);
        Assert.StartsWith($"stopped by the health check ({reason})", Assert.Single(world.Endings("web")), StringComparison.Ordinal);
        Assert.Equal((ContainerState.Running, 2), (world["web"].State, world["web"].Runs));
    }

    [Fact]
    public void Unhealthy_is_only_reported_by_default()
    {
        using World world = new(SimulationScript.Steady.With("web", s_sickAfter20));
        world.Apply("containers.web { command = [app], health { command = [check], interval = 5s, retries = 3 } }");
        world.Advance(29);
        Assert.Equal(Health.Healthy, world["web"].Health);
        world.Advance(2);
        Assert.Equal((Health.Unhealthy, ContainerState.Running), (world["web"].Health, world["web"].State));
    }

    [Fact]
    public void Failures_in_the_start_period_do_not_count_and_a_success_ends_it()
    {
        using World world = new(SimulationScript.Steady.With("web", new SimulatedBehaviour { AnswersAfter = TimeSpan.FromSeconds(15) }));
        world.Apply("containers.web { command = [app], health { tcp = 80, interval = 5s, retries = 1, start-period = 30s, on-unhealthy = restart } }");
        world.Advance(14);
        Assert.Equal(Health.Starting, world["web"].Health);
        world.Advance(3);
        Assert.Equal((Health.Healthy, 1), (world["web"].Health, world["web"].Runs));
    }

    [Fact]
    public void A_check_that_takes_too_long_is_a_failure()
    {
        using World world = new(SimulationScript.Steady.With("web", new SimulatedBehaviour { AnswerTime = TimeSpan.FromSeconds(10) }));
        world.Apply("containers.web { command = [app], health { command = [check], interval = 5s, timeout = 1s, retries = 1 } }");
        world.Advance(7);
        Assert.Equal(Health.Unhealthy, world["web"].Health);
        Assert.Contains(world.Story, static line => line.Contains("unhealthy: not done after 1s", StringComparison.Ordinal));
    }

    [Fact]
    public void Checks_rest_while_the_container_is_paused()
    {
        using World world = new();
        world.Apply("containers.web { command = [app], health { command = [check], interval = 5s, retries = 1, on-unhealthy = restart } }");
        world.Advance(7);
        world.Ask<object>(new ContainerProtocol.Pause(Some.Id("web"), "ada"));
        world.Advance(100);
        world.Ask<object>(new ContainerProtocol.Resume(Some.Id("web"), "ada"));
        world.Advance(20);
        Assert.Equal((Health.Healthy, 1), (world["web"].Health, world["web"].Runs));
    }

    [Theory]
    [InlineData("started = 4s")]
    [InlineData("tcp = 80, interval = 500ms")]
    [InlineData("command = [ready], interval = 500ms")]
    [InlineData("notify = true")]
    public void Readiness_comes_by_time_port_command_or_notification(string readiness)
    {
        using World world = new(SimulationScript.Steady.With("web", new SimulatedBehaviour { AnswersAfter = TimeSpan.FromSeconds(4), NotifiesReadyAfter = TimeSpan.FromSeconds(4) }));
        world.Apply($$"""containers.web { command = [app], readiness { {{readiness}} } }""");
        world.Advance(3.9);
        Assert.False(world["web"].Ready);
        world.Advance(0.7);
        Assert.True(world["web"].Ready);
    }

    [Fact]
    public void A_container_that_does_not_become_ready_in_time_is_stopped_and_its_policy_decides()
    {
        using World world = new(SimulationScript.Steady.With("web", new SimulatedBehaviour { NotifiesReadyAfter = null }));
        world.Apply("containers.web { command = [app], readiness { notify = true, timeout = 30s }, restart { delay = 1s, jitter = 0 } }");
        world.Advance(30);
        Assert.Equal("stopped by the readiness timeout (30s), killed by SIGTERM; restarts in 1s", Assert.Single(world.Endings("web")));
    }

    [Fact]
    public void A_silent_watchdog_kills_and_the_policy_decides()
    {
        using World world = new(SimulationScript.Steady.With("web", new SimulatedBehaviour { WatchdogEvery = TimeSpan.FromSeconds(5), HangsAfter = TimeSpan.FromSeconds(31) }, SimulatedBehaviour.Steady));
        world.Apply("containers.web { command = [app], watchdog = 12s, restart { delay = 1s, jitter = 0 } }");
        world.Advance(41.9);
        Assert.Empty(world.Endings("web"));
        world.Advance(0.2);
        Assert.Equal("stopped by the watchdog (silent for 12s), killed by SIGKILL; restarts in 1s", Assert.Single(world.Endings("web")));
    }

    [Fact]
    public void Dependents_wait_for_health()
    {
        using World world = new(SimulationScript.Steady.With("db", new SimulatedBehaviour { AnswersAfter = TimeSpan.FromSeconds(10) }));
        world.Apply("containers { web { command = [app], requires { db = healthy } }, db { command = [db], health { tcp = 5432, interval = 2s, start-period = 1m } } }");
        world.Advance(9.5);
        Assert.Equal("waits for db to be healthy (running, starting)", world["web"].Detail);
        world.Advance(2);
        Assert.Equal("+db +web", world.Order);
    }

    [Fact]
    public void Hooks_run_around_the_life_and_their_failures_have_their_effects()
    {
        using World world = new(SimulationScript.Steady.With("web-pre-start", SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(2), 0), SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(2), 5))
            .With("web-post-stop", SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(3), 9))
            .With("web", new SimulatedBehaviour { AnswerTime = TimeSpan.FromSeconds(1) }));
        world.Apply("containers.web { command = [app], restart = no, hooks { pre-start = [a], post-start = [b], pre-stop = [c], post-stop = [d] } }");
        world.Advance(2.5);
        Assert.Equal((ContainerState.Running, false), (world["web"].State, world["web"].Ready));
        world.Advance(0.5);
        Assert.True(world["web"].Ready);
        PendingAnswer stopped = world.Pending(new ContainerProtocol.Stop(Some.Id("web"), "ada"));
        world.Advance(3.9);
        Assert.False(stopped.IsThere);
        world.Advance(0.2);
        Assert.True(stopped.IsThere);
        Assert.Contains(world.Story, static line => line.Contains("post-stop: exit code 9", StringComparison.Ordinal));
        world.Ask<object>(new ContainerProtocol.Start(Some.Id("web"), "ada"));
        world.Advance(2);
        Assert.Equal("not started: pre-start command: exit code 5", world["web"].LastExit!.ToString());
        Assert.Empty(world.Backend.Living);
    }
}
