using Helios.Actors.Deterministic;

namespace Helios.Actors.Tests;

/// <summary>One seed, one run.</summary>
public sealed class DeterministicSpecs
{
    [Fact]
    public void The_same_seed_gives_the_same_trace_to_the_byte()
    {
        string first = TraceOf(42);
        Assert.Equal(first, TraceOf(42));
        Assert.NotEqual(first, TraceOf(43));
        Assert.Contains("/user/boss", first, StringComparison.Ordinal);
    }

    [Fact]
    public void The_random_series_of_a_seed_never_changes()
    {
        DeterministicRandom random = new(1);
        Assert.Equal([0x910A2DEC89025CC1UL, 0xBEEB8DA1658EEC67UL, 0xF893A2EEFB32555EUL], [random.NextUInt64(), random.NextUInt64(), random.NextUInt64()]);
    }

    [Fact]
    public void A_day_of_timers_passes_in_no_time()
    {
        using DeterministicSystem simulation = DeterministicSystem.Create("day", 1);
        int ticks = 0;
        IActorRef worker = simulation.System.ActorOf(Worker.Props(ActorRefs.Nobody, "w"));
        worker.Tell(new Worker.Do(self => self.Timers.StartPeriodicTimer("tick", new Worker.Do(_ => ticks++), TimeSpan.FromMinutes(1))));
        simulation.Advance(TimeSpan.FromHours(24));
        Assert.Equal(24 * 60, ticks);
        Assert.Equal(TimeSpan.FromHours(24), simulation.Elapsed);
    }

    [Fact]
    public void Continuations_of_tasks_run_in_the_simulation()
    {
        using DeterministicSystem simulation = DeterministicSystem.Create("tasks", 1);
        IActorRef worker = simulation.System.ActorOf(Worker.Props(ActorRefs.Nobody, "w"));
        Assert.Equal("w:x", simulation.Await(worker.Ask<string>("x", TimeSpan.FromSeconds(1)), TimeSpan.FromSeconds(2)));
        Assert.Throws<AskTimeoutException>(() => simulation.Await(worker.Ask<string>(1, TimeSpan.FromSeconds(1)), TimeSpan.FromSeconds(2)));
        Assert.Equal(TimeSpan.FromSeconds(1), simulation.Elapsed);
    }

    [Fact]
    public void Exploration_finds_the_order_that_breaks_a_scenario_and_its_seed_repeats_it()
    {
        static void LosesAnUpdate(DeterministicSystem simulation)
        {
            int value = 0;
            IActorRef store = simulation.System.ActorOf(Worker.Props(ActorRefs.Nobody, "store"), "store");
            for (int i = 0; i < 2; i++)
            {
                IActorRef client = simulation.System.ActorOf(Worker.Props(ActorRefs.Nobody, "client"));
                client.Tell(new Worker.Do(self => store.Tell(new Worker.Do(_ =>
                {
                    int read = value;
                    self.PublicSelf.Tell(new Worker.Do(_ => store.Tell(new Worker.Do(_ => value = read + 1))));
                }))));
            }

            simulation.RunUntilIdle();
            Assert.Equal(2, value);
        }

        ExplorationException found = Assert.Throws<ExplorationException>(() => Exploration.Explore(200, LosesAnUpdate));
        Assert.Contains($"seed {found.Seed} failed", found.Message, StringComparison.Ordinal);
        Assert.Contains("/user/store < Do", found.Message, StringComparison.Ordinal);
        ExplorationException again = Assert.Throws<ExplorationException>(() => Exploration.Explore([found.Seed], LosesAnUpdate));
        Assert.Equal(found.Message, again.Message);
    }

    [Fact]
    public void Coordinated_shutdown_runs_on_the_simulated_clock()
    {
        using DeterministicSystem simulation = DeterministicSystem.Create("shutdown", 1);
        CoordinatedShutdown shutdown = CoordinatedShutdown.Get(simulation.System);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "hangs", () => new TaskCompletionSource<Done>().Task);
        simulation.Await(shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance), TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.FromSeconds(5), simulation.Elapsed);
        Assert.True(simulation.System.WhenTerminated.IsCompleted);
    }

    private static string TraceOf(ulong seed)
    {
        using StringWriter trace = new();
        using (DeterministicSystem simulation = DeterministicSystem.Create("trace", seed, trace: trace))
        {
            IActorRef boss = simulation.System.ActorOf(Props.Create(() => new Boss(new OneForOneStrategy(_ => Directive.Restart))), "boss");
            for (int i = 0; i < 5; i++)
            {
                IActorRef worker = simulation.Await(boss.Ask<IActorRef>(Worker.Props(boss, "w")), TimeSpan.FromSeconds(1));
                worker.Tell("hello", boss);
                worker.Tell(new Worker.Fail());
            }

            simulation.Advance(TimeSpan.FromSeconds(1));
        }

        return trace.ToString();
    }
}
