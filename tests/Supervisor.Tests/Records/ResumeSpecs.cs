using Helios.Backends.Simulated;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Fleets.Tests;
using static Helios.Supervisor.ContainerProtocol;

namespace Helios.Supervisor.Tests;

/// <summary>A supervisor that ended, by its own will or not, and the next one that takes up what it left.</summary>
public sealed class ResumeSpecs : IDisposable
{
    private const string Fleet = """
        containers {
          always { command = [app], restart = always }
          failure { command = [app] }
          never { command = [app], restart = no }
          unless { command = [app], restart = unless-stopped }
        }
        """;

    private SimulationScript? _script;
    private readonly string _root = Directory.CreateTempSubdirectory("helios-resume-").FullName;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_ran_comes_back_but_what_is_never_restarted(bool inOrder)
    {
        using World world = Begin();
        world.Apply(Fleet);
        foreach (string policy in (string[])["always", "on-failure", "no", "unless-stopped"])
        {
            Run(world, $"run-{policy}", policy);
        }

        using World next = Next(world, inOrder);
        Assert.Equal(
            "always running, failure running, never exited, unless running, run-always running, run-no exited, run-on-failure running, run-unless-stopped running", next.States);
        Assert.Equal((8, 6, 0), (next.Resumed!.Containers, next.Resumed.ComeBack, next.Resumed.Notes.Length));
        Assert.Equal(inOrder ? "stopped by test, killed by SIGTERM" : "lost: its daemon ended while it ran", next["never"].LastExit!.ToString());
        Assert.Equal(2, next["always"].Runs);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_somebody_stopped_stays_down_but_what_is_always_restarted(bool inOrder)
    {
        using World world = Begin();
        world.Apply(Fleet);
        foreach (string name in (string[])["always", "failure", "never", "unless"])
        {
            world.Ask<Accepted>(new Stop(Some.Id(name), "ada"));
        }

        using World next = Next(world, inOrder);
        Assert.Equal("always running, failure exited, never exited, unless exited", next.States);
        Assert.Equal("stopped by ada, killed by SIGTERM", next["unless"].LastExit!.ToString());
    }

    [Fact]
    public void A_start_after_a_stop_counts()
    {
        using World world = Begin();
        world.Apply(Fleet);
        world.Ask<Accepted>(new Stop(Some.Id("unless"), "ada"));
        world.Ask<Accepted>(new Start(Some.Id("unless"), "ada"));
        using World next = Next(world, inOrder: false);
        Assert.Equal(ContainerState.Running, next["unless"].State);
    }

    [Fact]
    public void Scale_and_overrides_come_back_with_the_fleet()
    {
        using World world = Begin();
        world.Apply("fleet.overridable = [containers.web.limits.memory]\ncontainers.web { command = [app], replicas = 1, limits.memory = 64M }");
        world.Ask<FleetProtocol.Applied>(new FleetProtocol.Scale("ada", [new("web", 3)]));
        world.Ask<FleetProtocol.Applied>(new FleetProtocol.SetOverrides("ada", [FleetOverride.Parse("containers.web.limits.memory=96M")]));
        using World next = Next(world, inOrder: false);
        Assert.Equal("web-1 running, web-2 running, web-3 running", next.States);
        Assert.Equal("96 MiB", next.Ask<Details>(new Inspect(Some.Id("web-3"))).Member.Container.Limits.Memory.ToString());
        next.Ask<FleetProtocol.Applied>(new FleetProtocol.Scale("ada", [new("web", 2)]));
        Assert.Equal("web-1 running, web-2 running", next.States);
    }

    [Fact]
    public void History_goes_on_and_the_lost_run_is_in_it()
    {
        using World world = Begin(SimulationScript.Steady.With("run-a", SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(7), code: 3)));
        Run(world, "run-a", "always");
        world.Advance(10);
        using World next = Next(world, inOrder: false);
        Details details = next.Ask<Details>(new Inspect(Some.Id("run-a")));
        Assert.Equal(["exit code 3", "lost: its daemon ended while it ran", null], details.History.Select(static run => run.Cause?.ToString()));
        Assert.Equal([1, 2, 3], details.History.Select(static run => run.Number));
        Assert.Equal("the start of heliosd", details.History[^1].StartedBy);
        Assert.Equal((3, 2), (details.Container.Runs, details.Container.Restarts));
        Assert.Contains(next.Events, static happened => happened.Event is Ended { Run.Cause: ExitCause.Lost, Next: "starts again" });
    }

    [Fact]
    public void Numbers_of_events_go_on()
    {
        using World world = Begin();
        Run(world, "a", "always");
        long last = world.Events.Last().Number;
        world.Dispose();
        using StateStore store = StateStore.Open(Path.Join(_root, "state"), Assert.Fail, hasThreads: false);
        EventLog events = new(10, store.Fleet.MaxEvent);
        Assert.Empty(events.After(0));
        events.Append(Some.Time, "next");
        Assert.True(Assert.Single(events.After(last)).Number > last);
    }

    [Fact]
    public void A_restart_delay_goes_on_where_it_was()
    {
        using World world = Begin(SimulationScript.Steady.With("a", SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(1), code: 1)));
        world.Apply("containers.a { command = [app], restart { policy = always, delay = 20s, jitter = 0 } }");
        world.Advance(2);
        Assert.Equal(ContainerState.BackingOff, world["a"].State);
        DateTimeOffset due = world["a"].NextStart!.Value;
        using World next = Next(world, inOrder: false);
        Assert.Equal((ContainerState.BackingOff, due), (next["a"].State, next["a"].NextStart));
        next.Advance(due - next.Time.GetUtcNow());
        Assert.Equal((ContainerState.Running, 2), (next["a"].State, next["a"].Runs));
    }

    [Fact]
    public void A_job_that_has_done_its_work_is_not_done_again_and_who_needs_it_starts()
    {
        const string file = """
            containers {
              migrate { command = [app], restart = no }
              web { command = [app], requires { migrate.condition = completed } }
            }
            """;
        using World world = Begin(SimulationScript.Steady.With("migrate", SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(1), code: 0)));
        world.Apply(file);
        world.Advance(2);
        using World next = Next(world, inOrder: false);
        Assert.Equal("migrate exited, web running", next.States);
        Assert.Equal(1, next["migrate"].Runs);
    }

    [Fact]
    public void What_was_lost_and_is_required_starts_with_who_requires_it()
    {
        using World world = Begin();
        world.Apply("containers { db { command = [app], restart = no }, web { command = [app], requires = [db] } }");
        using World next = Next(world, inOrder: false);
        Assert.Equal("db running, web running", next.States);
        Assert.Equal("+db +web -db -web +db +web", next.Order);
    }

    [Fact]
    public void What_waits_in_a_queue_or_half_way_comes_back()
    {
        SimulationScript slow = SimulationScript.Steady.With("db", new SimulatedBehaviour { StartTime = TimeSpan.FromHours(1) });
        using World world = Begin(slow);
        world.Apply("containers { db { command = [app] }, web { command = [app], requires = [db] } }");
        Assert.Equal("db starting, web waiting", world.States);
        using World next = Next(world, inOrder: false);
        Assert.Equal("db starting, web waiting", next.States);
        next.Advance(4000);
        Assert.Equal("db running, web running", next.States);
    }

    [Fact]
    public void A_schedule_goes_on_unless_somebody_stopped_it()
    {
        using World world = Begin(SimulationScript.Steady.With("*", SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(1), code: 0)));
        world.Apply("containers { on { command = [app], restart = no, schedule = \"@hourly\" }, off { command = [app], restart = no, schedule = \"@hourly\" } }");
        world.Ask<Accepted>(new Stop(Some.Id("off"), "ada"));
        using World next = Next(world, inOrder: true);
        next.Advance(TimeSpan.FromHours(2));
        Assert.Equal((2, 0), (next["on"].Runs, next["off"].Runs));
    }

    [Fact]
    public void What_is_removed_at_its_end_or_was_being_removed_is_gone()
    {
        using World world = Begin(SimulationScript.Steady.With("going", new SimulatedBehaviour { StopTime = null }));
        Run(world, "passing", "no", remove: true);
        Run(world, "going", "always");
        Run(world, "gone", "always");
        world.Ask<Accepted>(new Remove(Some.Id("gone"), "ada", Force: true));
        world.Ask<object>(new FleetProtocol.List(true));
        world.Pending(new Stop(Some.Id("going"), "ada", TimeSpan.FromHours(1)));
        world.Pending(new Remove(Some.Id("going"), "ada", Force: true));
        using World next = Next(world, inOrder: false);
        Assert.Equal("", next.States);
    }

    [Fact]
    public void A_container_that_was_only_created_stays_so()
    {
        using World world = Begin();
        world.Ask<FleetProtocol.RunStarted>(new FleetProtocol.Run("ada", Member("a", "always", remove: false), Start: false));
        using World next = Next(world, inOrder: false);
        Assert.Equal("a created", next.States);
    }

    [Fact]
    public void What_the_health_check_stopped_for_good_stays_down()
    {
        using World world = Begin(SimulationScript.Steady.With("a", new SimulatedBehaviour { SickAfter = TimeSpan.FromSeconds(1) }));
        world.Apply("containers.a { command = [app], health { command = [check], interval = 1s, retries = 1, on-unhealthy = stop } }");
        world.Advance(10);
        Assert.Equal(ContainerState.Exited, world["a"].State);
        using World next = Next(world, inOrder: false);
        Assert.Equal(ContainerState.Exited, next["a"].State);
    }

    [Fact]
    public void What_is_asked_before_the_past_is_taken_up_waits_for_it()
    {
        using World world = Begin();
        Run(world, "a", "always");
        world.Dispose();
        using World next = Begin();
        Assert.Equal(Refusal.Exists, next.Ask<FleetProtocol.Refused>(new FleetProtocol.Run("ada", Member("a", "no", remove: false))).Kind);
    }

    [Fact]
    public void A_container_without_its_backend_is_told_and_kept()
    {
        using (World world = Begin())
        {
            Run(world, "a", "always");
        }

        StateStore store = StateStore.Open(Path.Join(_root, "state"), Assert.Fail, hasThreads: false);
        store.Put(store.Containers[0] with { Member = store.Containers[0].Member with { Backend = "systemd-run" } });
        store.Dispose();
        using (World next = Begin())
        {
            Assert.Equal("container a is not resumed: there is no backend 'systemd-run' here", Assert.Single(next.Resumed!.Notes));
        }

        using StateStore kept = StateStore.Open(Path.Join(_root, "state"), Assert.Fail, hasThreads: false);
        Assert.Single(kept.Containers);
    }

    [Fact]
    public void A_fleet_that_cannot_be_taken_up_is_told_and_kept()
    {
        using (World world = Begin())
        {
            world.Apply("containers.web { command = [app], restart = always }");
            Run(world, "a", "always");
        }

        StateStore store = StateStore.Open(Path.Join(_root, "state"), Assert.Fail, hasThreads: false);
        FleetRecord good = store.Fleet;
        store.Put(good with { Values = Hocon.HoconParser.Parse("containers.web { command = [app], backend = systemd-run }", name: "test").Root });
        store.Dispose();
        using (World next = Begin())
        {
            Assert.Contains("there is no backend 'systemd-run' here", Assert.Single(next.Resumed!.Notes), StringComparison.Ordinal);
            Assert.Equal("a running", next.States);
        }

        StateStore kept = StateStore.Open(Path.Join(_root, "state"), Assert.Fail, hasThreads: false);
        Assert.Equal(2, kept.Containers.Length);
        Assert.Equal(good.SourcePath, kept.Fleet.SourcePath);
        kept.Put(good);
        kept.Dispose();
        using World last = Begin();
        Assert.Equal("web running, a running", last.States);
    }

    [Fact]
    public void Forget_forgets_what_is_down_and_only_that()
    {
        using World world = Begin();
        world.Apply("containers { up { command = [app] }, down { command = [app] } }");
        Run(world, "run-up", "no");
        Run(world, "run-down", "no");
        world.Ask<Accepted>(new Stop(Some.Id("down"), "ada"));
        world.Ask<Accepted>(new Stop(Some.Id("run-down"), "ada"));
        Assert.Equal(["down", "run-down"], world.Ask<FleetProtocol.Forgotten>(new FleetProtocol.Forget("ada")).Ids.Select(static id => id.ToString()));
        Assert.Equal("up running, down exited, run-up running", world.States);
        Assert.Empty(world.Ask<Details>(new Inspect(Some.Id("down"))).History);
        world.Ask<FleetProtocol.Stopped>(new FleetProtocol.Down("ada", []));
        world.Ask<FleetProtocol.Forgotten>(new FleetProtocol.Forget("ada"));
        Assert.Equal("run-up running", world.States);
        using World next = Next(world, inOrder: false);
        Assert.Equal("run-up exited", next.States);
        Assert.Null(next.Resumed!.SourcePath);
    }

    [Fact]
    public void Thirty_deaths_at_any_moment_lose_and_double_nothing()
    {
        Random chance = new(7);
        SimulationScript script = SimulationScript.Steady.With("*", new SimulatedBehaviour { PrepareTime = TimeSpan.FromMilliseconds(30), StartTime = TimeSpan.FromMilliseconds(40), StopTime = TimeSpan.FromMilliseconds(50) });
        World world = Begin(script);
        world.Apply(Fleet.Replace("restart = no", "restart = always", StringComparison.Ordinal));
        HashSet<string> known = ["always", "failure", "never", "unless"];
        HashSet<string> stopped = [];
        for (int death = 0; death < 30; death++)
        {
            string name = $"r{chance.Next(6)}";
            if (known.Add(name))
            {
                world.Pending(new FleetProtocol.Run("ada", Member(name, "unless-stopped", remove: false)));
                stopped.Remove(name);
            }
            else if (stopped.Remove(name))
            {
                world.Pending(new Start(Some.Id(name), "ada"));
            }
            else if (chance.Next(3) == 0)
            {
                world.Pending(new Remove(Some.Id(name), "ada", Force: true));
                known.Remove(name);
            }
            else
            {
                world.Pending(new Stop(Some.Id(name), "ada"));
                stopped.Add(name);
            }

            world.Advance(TimeSpan.FromMilliseconds(chance.Next(150)));
            world.Crash();
            world.Recover();
            Assert.Empty(world.Warnings);
        }

        world.Advance(1);
        string[] expected = [.. known.Order(StringComparer.Ordinal).Select(name => $"{name} {(stopped.Contains(name) ? "down" : "running")}")];
        Assert.Equal(expected, world.Ask<FleetProtocol.Listed>(new FleetProtocol.List(true)).Containers
            .Select(static status => $"{status.Id} {(status.State == ContainerState.Running ? "running" : "down")}").Order(StringComparer.Ordinal));
        Assert.Equal(known.Except(stopped).Order(StringComparer.Ordinal), world.Backend.Living.Select(static id => id.ToString()).Order(StringComparer.Ordinal));
        world.Dispose();
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static MemberSpec Member(string name, string policy, bool remove)
        => Some.Member(name) with { Group = GroupSpec.RunName, RemoveAfterExit = remove, Restart = RestartSpec.Default with { Policy = RestartPolicy.Parse(policy) } };

    private static void Run(World world, string name, string policy, bool remove = false)
        => world.Ask<FleetProtocol.RunStarted>(new FleetProtocol.Run("ada", Member(name, policy, remove)));

    private World Begin(SimulationScript? script = null) => new(_script ??= script, stateDirectory: Path.Join(_root, "state"));

    /// <summary>The supervisor after this one.</summary>
    private World Next(World world, bool inOrder)
    {
        if (inOrder)
        {
            world.Ask<object>(new FleetProtocol.ShutDown("test"));
            world.Dispose();
            return Begin();
        }

        world.Crash();
        world.Recover();
        return world;
    }
}
