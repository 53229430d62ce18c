using Helios.Backends.Simulated;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Fleets.Tests;

namespace Helios.Supervisor.Tests;

public class ApplySpecs
{
    private const string Base = """
        containers {
          db { command = [db], limits.memory = 64M }
          web { command = [app], requires = [db], stop-grace = 5s }
        }
        """;

    [Fact]
    public void Applying_the_same_file_again_touches_nothing()
    {
        using World world = new();
        world.Apply(Base);
        Assert.True(world.Apply(Base).Plan.IsEmpty);
        Assert.Equal("+db +web", world.Order);
    }

    [Fact]
    public void Plan_shows_field_by_field_what_would_happen_and_does_nothing()
    {
        using World world = new();
        world.Apply(Base);
        world.Write("""
            containers {
              db { command = [db], limits.memory = 128M }
              web { command = [app], requires = [db], stop-grace = 6s }
              cache.command = [cache]
            }
            """);
        FleetPlan plan = world.Ask<FleetProtocol.Planned>(new FleetProtocol.Plan(new FleetSource("fleet.hocon", []))).Plan;
        Assert.Equal("± db (replace, restarts)\n    limits.memory: 64 MiB -> 128 MiB\n~ web (update, runs on)\n    stop-grace: 5s -> 6s\n+ cache (create)\n", plan.ToString());
        Assert.Equal("+db +web", world.Order);
    }

    [Fact]
    public void Apply_replaces_updates_creates_and_removes_just_what_differs()
    {
        using World world = new();
        world.Apply(Base + "\ncontainers.old.command = [old]");
        world.Apply("""
            containers {
              db { command = [db], limits.memory = 64M }
              web { command = [app, -v], requires = [db], stop-grace = 5s }
              cache.command = [cache]
            }
            """);
        Assert.Equal("db running, web running, cache running", world.States);
        Assert.Equal((1, 2), (world["db"].Runs, world["web"].Runs));
        Assert.Equal("stopped by test (apply), killed by SIGTERM; stays down", Assert.Single(world.Endings("old")));
        Assert.Equal("app -v", string.Join(' ', world["web"].Command));
    }

    [Theory]
    [InlineData(FleetProtocol.Until.Running)]
    [InlineData(FleetProtocol.Until.Ready)]
    public void The_end_of_a_container_that_is_replaced_is_no_failure_of_its_start(FleetProtocol.Until until)
    {
        using World world = new(SimulationScript.Steady.With("*", new SimulatedBehaviour { StopTime = TimeSpan.FromSeconds(1), StartTime = TimeSpan.FromSeconds(1) }));
        world.Apply("containers { a { command = [app] }, b { command = [app], requires = [a] } }");
        world.Advance(5);
        world.Write("containers { a { command = [app, new] }, b { command = [app, new], requires = [a] } }");
        PendingAnswer answer = world.Pending(new FleetProtocol.Apply("test", new FleetSource("fleet.hocon", []), until));
        world.Advance(10);
        Assert.Empty(((FleetProtocol.Applied)answer.Now()).Failures);
        Assert.Equal("a running, b running", world.States);
    }

    [Fact]
    public void What_was_stopped_by_hand_stays_down_when_it_is_replaced()
    {
        using World world = new();
        world.Apply(Base);
        world.Ask<object>(new ContainerProtocol.Stop(Some.Id("web"), "ada"));
        world.Apply(Base.Replace("[app]", "[app2]", StringComparison.Ordinal));
        Assert.Equal("db running, web exited", world.States);
        world.Ask<object>(new ContainerProtocol.Start(Some.Id("web"), "ada"));
        Assert.Equal("app2", world["web"].Command[0]);
    }

    [Fact]
    public void Removed_containers_stop_in_reverse_order()
    {
        using World world = new(SimulationScript.Steady.With("*", new SimulatedBehaviour { StopTime = TimeSpan.FromSeconds(1) }));
        world.Apply(Base);
        PendingAnswer applied = Pending(world, "");
        Assert.False(applied.IsThere);
        world.Advance(2);
        Assert.True(applied.IsThere);
        Assert.Equal("+db +web -web -db", world.Order);
        Assert.Equal("", world.States);
    }

    [Fact]
    public void A_second_application_waits_for_the_first()
    {
        using World world = new(SimulationScript.Steady.With("*", new SimulatedBehaviour { StopTime = TimeSpan.FromSeconds(1) }));
        world.Apply(Base);
        PendingAnswer first = Pending(world, "containers.x.command = [app]");
        PendingAnswer second = Pending(world, "containers.y.command = [app]");
        world.Advance(10);
        Assert.True(first.IsThere && second.IsThere);
        Assert.Equal("y running", world.States);
    }

    [Fact]
    public void A_container_that_changes_its_group_moves_there()
    {
        using World world = new();
        world.Apply("groups { a {}, b {} }\ncontainers.web { command = [app], group = a }");
        world.Apply("groups { b {} }\ncontainers.web { command = [app], group = b }");
        Assert.Equal("b", world["web"].Group);
        Assert.Equal(ContainerState.Running, world["web"].State);
        Assert.Equal([Some.Id("web")], world.Backend.Living);
    }

    [Fact]
    public void Scale_adds_and_takes_away_replicas_and_leaves_the_others_alone()
    {
        using World world = new();
        world.Apply("containers.web { command = [app], replicas = 2 }");
        Scale(world, 4);
        Assert.Equal("web-1 running, web-2 running, web-3 running, web-4 running", world.States);
        Scale(world, 1);
        Assert.Equal("web-1 running", world.States);
        Assert.Equal(1, world["web-1"].Runs);
        Scale(world, 0);
        Scale(world, 2);
        Assert.Equal("web-1 running, web-2 running", world.States);
    }

    [Fact]
    public void Scale_of_a_container_without_replicas_is_refused()
    {
        using World world = new();
        world.Apply(Base);
        Assert.Equal("containers.web has no key replicas, so it cannot be scaled", Assert.Single(world.Ask<FleetProtocol.Refused>(new FleetProtocol.Scale("ada", [new("web", 2)])).Reasons));
    }

    [Fact]
    public void An_override_at_run_time_is_applied_and_kept_over_a_scale()
    {
        using World world = new();
        world.Apply("containers.web { command = [app], replicas = 1, overridable = [limits.memory], limits.memory = 64M }");
        world.Ask<FleetProtocol.Applied>(new FleetProtocol.SetOverrides("ada", [new FleetOverride("containers.web.limits.memory", "128M")]));
        Scale(world, 2);
        Assert.All(world.Ask<FleetProtocol.Listed>(new FleetProtocol.List(true)).Containers, container => Assert.Equal(
            ByteSize.FromMiB(128), world.Ask<ContainerProtocol.Details>(new ContainerProtocol.Inspect(container.Id)).Member.Container.Limits.Memory));
        Assert.Equal(Refusal.Forbidden, world.Ask<FleetProtocol.Refused>(new FleetProtocol.SetOverrides("ada", [new FleetOverride("containers.web.command", "[sh]")])).Kind);
        FleetProtocol.Overrides overrides = world.Ask<FleetProtocol.Overrides>(new FleetProtocol.GetOverrides());
        Assert.Equal("containers.web.limits.memory", Assert.Single(overrides.Overridable));
        Assert.Equal("containers.web.limits.memory=128M", Assert.Single(overrides.InForce).ToString());
    }

    [Fact]
    public void A_faulty_file_changes_nothing_and_tells_every_fault()
    {
        using World world = new();
        world.Apply(Base);
        world.Write("containers { db { comand = [db] }, web { user = \":\", command = [app] } }");
        FleetProtocol.Refused refused = world.Ask<FleetProtocol.Refused>(new FleetProtocol.Apply("ada", null));
        Assert.Equal(Refusal.Invalid, refused.Kind);
        Assert.Equal(3, refused.Reasons.Length);
        Assert.Equal("db running, web running", world.States);
    }

    [Fact]
    public void Apply_until_ready_tells_who_did_not_get_there()
    {
        using World world = new(SimulationScript.Steady
            .With("slow", new SimulatedBehaviour { NotifiesReadyAfter = TimeSpan.FromSeconds(5) })
            .With("bad", new SimulatedBehaviour { StartFailure = new ExitCause.LaunchFailed("mount", "EPERM") }));
        world.Write("containers { slow { command = [app], readiness = notify }, bad { command = [app], restart = no } }");
        PendingAnswer applied = world.Pending(new FleetProtocol.Apply("ada", new FleetSource("fleet.hocon", []), FleetProtocol.Until.Ready));
        world.Advance(4.9);
        Assert.False(applied.IsThere);
        world.Advance(0.1);
        Assert.Equal("[bad, not started: mount: EPERM]", Assert.Single(((FleetProtocol.Applied)applied.Now()).Failures).ToString());
    }

    [Fact]
    public void Every_property_of_a_member_is_a_field_of_the_plan()
    {
        MemberSpec plain = Some.Member("web");
        MemberSpec[] changed =
        [
            plain with { Group = "g" }, plain with { Backend = "b" }, plain with { AutoStart = false }, plain with { Essential = true }, plain with { RemoveAfterExit = true },
            plain with { Restart = plain.Restart with { Jitter = 0 } }, plain with { Dependencies = [new(Some.Id("db"), DependencyCondition.Ready, true, DependencyLoss.Ignore)] },
            plain with { Readiness = new ReadinessSpec.Notify() }, plain with { Health = new HealthSpec(new ProbeSpec.Tcp(1)) }, plain with { Watchdog = TimeSpan.FromSeconds(1) },
            plain with { Hooks = new HooksSpec { PreStop = new HookSpec(["x"], TimeSpan.FromSeconds(1)) } }, plain with { Schedule = new ScheduleSpec(CronExpression.Parse("@daily"), OverlapPolicy.Skip) },
            plain with { Logs = plain.Logs with { Output = LogPolicy.Block } }, plain with { History = 1 },
            Container(spec => spec with { Command = ["x"] }), Container(spec => spec with { Root = RootSpec.Void }), Container(spec => spec with { Mounts = [new MountSpec.Tmpfs { Target = "/x" }] }),
            Container(spec => spec with { Namespaces = NamespaceKinds.Pid }), Container(spec => spec with { HostName = "x" }), Container(spec => spec with { DomainName = "x" }),
            Container(spec => spec with { WorkingDirectory = "/x" }), Container(spec => spec with { Environment = [new("A", "B")] }), Container(spec => spec with { User = UserSpec.Root }),
            Container(spec => spec with { Groups = ["x"] }), Container(spec => spec with { Limits = new ResourceLimits { Pids = 1 } }), Container(spec => spec with { Rlimits = [Rlimit.Parse("core=0")] }),
            Container(spec => spec with { OomScoreAdjust = 1 }), Container(spec => spec with { Security = new SecuritySpec { Unmasked = true } }), Container(spec => spec with { Terminal = true }),
            Container(spec => spec with { StopSignal = Signal.Hangup }), Container(spec => spec with { StopGrace = TimeSpan.Zero }),
        ];

        // Id and Key name the member, Index follows from the name.
        int properties = typeof(MemberSpec).GetProperties().Length - 4 + typeof(ContainerSpec).GetProperties().Count(static property => property.GetMethod is { IsStatic: false }) - 1;
        Assert.Equal(properties, changed.Length);
        Assert.All(changed, member => Assert.NotEmpty(Assert.Single(FleetPlanner.Plan(Some.Fleet(plain), Some.Fleet(member)).Items).Changes));

        MemberSpec Container(Func<ContainerSpec, ContainerSpec> change) => plain with { Container = change(plain.Container) };
    }

    private static PendingAnswer Pending(World world, string file)
    {
        world.Write(file);
        return world.Pending(new FleetProtocol.Apply("test", new FleetSource("fleet.hocon", [])));
    }

    private static void Scale(World world, int count) => world.Ask<FleetProtocol.Applied>(new FleetProtocol.Scale("ada", [new("web", count)]));
}
