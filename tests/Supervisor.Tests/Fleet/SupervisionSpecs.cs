using System.Collections.Immutable;
using Helios.Backends.Simulated;
using Helios.Fleets;
using Helios.Fleets.Tests;

namespace Helios.Supervisor.Tests;

public class SupervisionSpecs
{
    private static readonly SimulatedBehaviour s_crashesAfter5 = SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(5), 1);

    [Fact]
    public void Dependents_wait_for_readiness_and_say_so()
    {
        using World world = new(SimulationScript.Steady.With("db", new SimulatedBehaviour { NotifiesReadyAfter = TimeSpan.FromSeconds(4) }));
        world.Apply("""
            containers {
              web { command = [app], requires { db = ready } }
              db { command = [db], readiness = notify }
            }
            """);
        Assert.Equal("waits for db to be ready (running, not ready)", world["web"].Detail);
        world.Advance(4);
        Assert.Equal("+db +web", world.Order);
    }

    [Fact]
    public void Everything_stops_in_reverse_order_of_dependencies()
    {
        using World world = new(SimulationScript.Steady.With("*", new SimulatedBehaviour { StopTime = TimeSpan.FromSeconds(1) }));
        world.Apply("""
            containers {
              web { command = [app], requires = [api] }
              api { command = [app], requires = [db] }
              db.command = [db]
            }
            """);
        PendingAnswer down = world.Pending(new FleetProtocol.Down("ada", []));
        world.Advance(3);
        Assert.Equal("web api db", string.Join(' ', ((FleetProtocol.Stopped)down.Now()).Order));
        Assert.Equal("+db +api +web -web -api -db", world.Order);
    }

    [Fact]
    public void A_migration_must_complete_before_its_dependents_start()
    {
        using World world = new(SimulationScript.Steady.With("migrate", SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(3), 0)));
        world.Apply("""
            containers {
              web { command = [app], requires { migrate = completed } }
              migrate { command = [migrate], restart = no }
            }
            """);
        world.Advance(2.9);
        Assert.Equal(ContainerState.Waiting, world["web"].State);
        world.Advance(0.1);
        Assert.Equal(ContainerState.Running, world["web"].State);
    }

    [Fact]
    public void Nobody_waits_for_a_start_whose_requirement_stays_down()
    {
        using World world = new(SimulationScript.Steady.With("job", SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(3), 1)));
        world.Apply("""
            containers {
              job { command = [app], restart = no }
              web { command = [app], requires { job = completed } }
            }
            """);
        PendingAnswer first = world.Pending(new FleetProtocol.Up("ada", [], FleetProtocol.Until.Running));
        world.Advance(4);
        string reason = "requires job to be completed, and it stays down (exited: exit code 1)";
        Assert.Equal($"web: {reason}", Assert.Single(((FleetProtocol.Refused)first.Now()).Reasons));
        Assert.Equal(reason, world["web"].Detail);
        Assert.Equal(reason, world.Ask<ContainerProtocol.Refused>(new ContainerProtocol.Wait(Some.Id("web"), ContainerProtocol.WaitFor.Running)).Reason);

        // Asked for by name, what it requires is started once more; and then it is the same.
        PendingAnswer second = world.Pending(new FleetProtocol.Up("ada", ["web"], FleetProtocol.Until.Running));
        world.Advance(4);
        Assert.Equal($"web: {reason}", Assert.Single(((FleetProtocol.Refused)second.Now()).Reasons));
    }

    [Fact]
    public void A_restart_starts_what_is_required()
    {
        using World world = new(SimulationScript.Steady);
        world.Apply("containers { db.command = [db], web { command = [app], requires = [db] } }");
        PendingAnswer stop = world.Pending(new ContainerProtocol.Stop(Some.Id("db"), "ada"));
        world.Advance(15);
        Assert.IsType<ContainerProtocol.Accepted>(stop.Now());
        PendingAnswer restart = world.Pending(new ContainerProtocol.Restart(Some.Id("web"), "ada"));
        world.Advance(15);
        Assert.IsType<ContainerProtocol.Accepted>(restart.Now());
        Assert.Equal((ContainerState.Running, ContainerState.Running), (world["db"].State, world["web"].State));
    }

    [Fact]
    public void Down_ends_schedules_and_what_is_queued()
    {
        using World world = new(SimulationScript.Steady.With("busy", SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(150), 0)));
        world.Apply("""
            containers {
              idle { command = [app], schedule = "*/5 * * * *" }
              busy { command = [app], schedule { cron = "* * * * *", overlap = queue } }
            }
            """);
        world.Advance(130);
        PendingAnswer down = world.Pending(new FleetProtocol.Down("ada", []));
        world.Advance(15);
        Assert.IsType<FleetProtocol.Stopped>(down.Now());
        (int Idle, int Busy) runs = (world["idle"].Runs, world["busy"].Runs);
        world.Advance(3600);
        Assert.Equal(runs, (world["idle"].Runs, world["busy"].Runs));
    }

    [Theory]
    [InlineData("ignore", "db backingoff, web running")]
    [InlineData("stop", "db backingoff, web exited")]
    [InlineData("restart", "db backingoff, web waiting")]
    public void A_dependency_that_dies_later_has_the_declared_effect(string effect, string states)
    {
        using World world = new(SimulationScript.Steady.With("db", s_crashesAfter5, SimulatedBehaviour.Steady));
        world.Apply($$"""
            containers {
              web { command = [app], requires { db { condition = started, on-loss = {{effect}} } } }
              db { command = [db], restart { delay = 1s, jitter = 0 } }
            }
            """);
        world.Advance(5);
        Assert.Equal(states, world.States);
        world.Advance(1);
        Assert.Equal(effect == "stop" ? ContainerState.Exited : ContainerState.Running, world["web"].State);
    }

    [Fact]
    public void A_crash_loop_backs_off_and_a_good_run_sets_the_delay_back()
    {
        using World world = new(SimulationScript.Steady.With("web",
            SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(1), 1), SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(1), 1),
            SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(1), 1), SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(60), 1), SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(1), 1)));
        world.Apply("containers.web { command = [app], restart { delay = 1s, jitter = 0, reset-after = 30s } }");
        world.Advance(100);
        Assert.Equal(
            ["exit code 1; restarts in 1s", "exit code 1; restarts in 2s", "exit code 1; restarts in 4s", "exit code 1; restarts in 1s", "exit code 1; restarts in 2s"],
            world.Endings("web").Take(5));
    }

    [Fact]
    public void Jitter_spreads_the_restarts_of_many_and_is_the_same_for_the_same_seed()
    {
        string[] Delays(int seed)
        {
            using World world = new(SimulationScript.Steady.With("*", SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(1), 1)), seed: seed);
            world.Apply("containers.web { command = [app], replicas = 50, restart { delay = 10s, jitter = 0.5 } }");
            world.Advance(1);
            return [.. world.Events.Select(static happened => happened.Event).OfType<ContainerProtocol.Ended>().Select(static ended => ended.Next)];
        }

        string[] first = Delays(1);
        Assert.Equal(50, first.Length);
        Assert.True(first.Distinct().Count() > 45);
        Assert.Equal(first, Delays(1));
        Assert.NotEqual(first, Delays(2));
    }

    [Fact]
    public void A_container_that_fails_too_often_gives_up_and_start_forgets_it()
    {
        using World world = new(SimulationScript.Steady.With("web", SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(1), 1)));
        world.Apply("containers.web { command = [app], restart { delay = 1s, factor = 1, jitter = 0, intensity { restarts = 2, window = 1m } } }");
        world.Advance(20);
        Assert.Equal(ContainerState.Failed, world["web"].State);
        Assert.Equal("more than 2 restarts in 1m; last: exit code 1", world["web"].Detail);
        Assert.Equal(3, world["web"].Runs);
        world.Ask<object>(new ContainerProtocol.Start(Some.Id("web"), "ada"));
        Assert.Equal(ContainerState.Running, world["web"].State);
    }

    [Theory]
    [InlineData("one-for-one", "+a +b +c -b +b")]
    [InlineData("all-for-one", "+a +b +c -b -c -a +a +b +c")]
    [InlineData("rest-for-one", "+a +b +c -b -c +b +c")]
    public void Group_restarts_as_its_strategy_says_stopping_in_reverse_order(string strategy, string order)
    {
        // Each seed is another order in which the messages of different actors are processed.
        for (int seed = 1; seed <= 40; seed++)
        {
            Play(seed);
        }

        void Play(int seed)
        {
            using World world = new(SimulationScript.Steady.With("b", s_crashesAfter5, SimulatedBehaviour.Steady), seed: seed);
            world.Apply($$"""
                groups.g.strategy = {{strategy}}
                containers {
                  a { command = [app], group = g, restart { delay = 1s, jitter = 0 } }
                  b { command = [app], group = g, after = [a], restart { delay = 1s, jitter = 0 } }
                  c { command = [app], group = g, after = [b], restart { delay = 1s, jitter = 0 } }
                }
                """);
            world.Advance(20);
            Assert.Equal(order, world.Order);
            Assert.Equal("a running, b running, c running", world.States);
        }
    }

    [Fact]
    public void Nobody_of_an_all_for_one_group_starts_before_all_are_down()
    {
        using World world = new(SimulationScript.Steady
            .With("b", s_crashesAfter5, SimulatedBehaviour.Steady)
            .With("a", new SimulatedBehaviour { StopTime = TimeSpan.FromSeconds(8) }));
        world.Apply("""
            groups.g.strategy = all-for-one
            containers {
              a { command = [app], group = g, stop-grace = 30s }
              b { command = [app], group = g, restart { delay = 1s, jitter = 0 } }
            }
            """);
        world.Advance(12.9);
        Assert.Equal("a stopping, b waiting", world.States);
        Assert.Equal("waits until the others of group g are down", world["b"].Detail);
        world.Advance(0.1);
        Assert.Equal("a running, b running", world.States);
    }

    [Fact]
    public void An_essential_member_that_gives_up_takes_the_group_down_and_nobody_else()
    {
        using World world = new(SimulationScript.Steady.With("main", s_crashesAfter5));
        world.Apply("""
            groups.g {}
            containers {
              main { command = [app], group = g, essential = true, restart = no }
              helper { command = [app], group = g }
              other.command = [app]
            }
            """);
        world.Advance(5);
        Assert.Equal("main exited, helper exited, other running", world.States);
        Assert.Contains("stopped by group g (essential member main gave up)", world["helper"].LastExit!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_that_restarts_too_often_escalates_to_its_parent_which_restarts_it()
    {
        using World world = new(SimulationScript.Steady.With("worker", s_crashesAfter5, s_crashesAfter5, s_crashesAfter5, SimulatedBehaviour.Steady));
        world.Apply("""
            groups {
              parent { strategy = all-for-one }
              g { parent = parent, on-give-up = escalate, intensity { restarts = 2, window = 10m } }
            }
            containers {
              worker { command = [app], group = g, restart { delay = 1s, factor = 1, jitter = 0 } }
              sidecar { command = [app], group = g }
              base { command = [app], group = parent }
            }
            """);
        world.Advance(60);
        Assert.Equal("worker running, sidecar running, base running", world.States);
        Assert.Equal(2, world["base"].Runs);
        Assert.Contains(world.Events, static happened => happened.Event is FleetProtocol.GroupGaveUp { Group: "g", Action: GiveUpAction.Escalate });
        Assert.Contains(world.Events, static happened => happened.Event is FleetProtocol.GroupRestarts { Group: "parent" });
    }

    [Fact]
    public void Escalation_of_the_root_stops_everything_and_says_so()
    {
        using World world = new(SimulationScript.Steady.With("web", s_crashesAfter5));
        world.Apply("""
            groups.fleet { on-give-up = escalate, intensity { restarts = 1, window = 10m } }
            containers {
              web { command = [app], restart { delay = 1s, jitter = 0 } }
              db.command = [app]
            }
            """);
        world.Advance(60);
        Assert.Equal("web exited, db exited", world.States);
        Assert.Contains(world.Events, static happened => happened.Event is FleetProtocol.FleetFailed);
    }

    [Fact]
    public void A_periodic_container_runs_when_it_is_due()
    {
        using World world = new(SimulationScript.Steady.With("job", SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(10), 0)));
        world.Apply("containers.job { command = [app], schedule = \"*/5 * * * *\" }");
        Assert.Equal(ContainerState.Created, world["job"].State);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddMinutes(5), world["job"].NextStart);
        world.Advance(16 * 60);
        Assert.Equal(3, world["job"].Runs);
        world.Ask<object>(new ContainerProtocol.Stop(Some.Id("job"), "ada"));
        world.Advance(3600);
        Assert.Equal(3, world["job"].Runs);
    }

    [Theory]
    [InlineData("skip", 5)]
    [InlineData("queue", 7)]
    [InlineData("replace", 10)]
    public void Overlap_is_as_declared(string overlap, int runs)
    {
        using World world = new(SimulationScript.Steady.With("job", SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(90), 0)));
        world.Apply($$"""containers.job { command = [app], schedule { cron = "* * * * *", overlap = {{overlap}} } }""");
        world.Advance(600);
        Assert.Equal(runs, world["job"].Runs);
    }

    [Fact]
    public void Shutdown_stops_all_in_order_and_refuses_what_comes_later()
    {
        using World world = new();
        world.Apply("containers { web { command = [app], requires = [db] }, db.command = [app] }");
        world.Ask<object>(new FleetProtocol.Run("ada", Some.Member("box")));
        Assert.Equal(3, world.Ask<FleetProtocol.Stopped>(new FleetProtocol.ShutDown("SIGTERM")).Order.Length);
        Assert.Empty(world.Backend.Living);
        Assert.Equal(Refusal.ShuttingDown, world.Ask<FleetProtocol.Refused>(new FleetProtocol.Up("ada", [])).Kind);
        Assert.Equal(Refusal.ShuttingDown, world.Ask<ContainerProtocol.Refused>(new ContainerProtocol.Start(Some.Id("web"), "ada")).Kind);
    }

    [Fact]
    public void Start_of_a_container_starts_what_it_requires()
    {
        using World world = new();
        world.Apply("containers { web { command = [app], requires = [db], autostart = false }, db { command = [app], autostart = false } }");
        Assert.Equal("db created, web created", world.States);
        world.Ask<object>(new ContainerProtocol.Start(Some.Id("web"), "ada"));
        Assert.Equal("+db +web", world.Order);
    }

    [Fact]
    public void Tree_shows_fleet_groups_and_containers_with_their_helpers()
    {
        using World world = new();
        world.Apply("groups { a {}, b.parent = a }\ncontainers { web { command = [app], group = b, health { tcp = 80 } }, db.command = [app] }");
        FleetProtocol.TreeNode root = world.Ask<FleetProtocol.Tree>(new FleetProtocol.GetTree()).Root;
        Assert.Equal("system(fleet(group(group(container(log,health))),container(log)))", Shape(root));

        static string Shape(FleetProtocol.TreeNode node) => node.Children.IsEmpty ? node.Kind : $"{node.Kind}({string.Join(',', node.Children.Select(Shape))})";
    }

    [Fact]
    public void A_thousand_containers_killed_at_once_come_back_spread_over_the_delay()
    {
        using World world = new(SimulationScript.Steady.With("*", SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(5), 137), SimulatedBehaviour.Steady));
        world.Apply("containers.web { command = [app], replicas = 1000, restart { delay = 10s, jitter = 1 } }");
        world.Advance(5);
        Assert.All(world.Ask<FleetProtocol.Listed>(new FleetProtocol.List(true)).Containers, static status => Assert.Equal(ContainerState.BackingOff, status.State));
        world.Advance(10);
        ImmutableArray<ContainerStatus> containers = world.Ask<FleetProtocol.Listed>(new FleetProtocol.List(true)).Containers;
        Assert.All(containers, static status => Assert.Equal(ContainerState.Running, status.State));
        int[] perSecond = [.. containers.GroupBy(static status => (int)(status.StartedAt!.Value - DateTimeOffset.UnixEpoch).TotalSeconds).Select(static second => second.Count())];
        Assert.InRange(perSecond.Max(), 50, 200);
    }
}
