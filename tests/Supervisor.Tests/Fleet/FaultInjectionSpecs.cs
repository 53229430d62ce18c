using System.Collections.Immutable;
using System.Reflection;
using Helios.Backends.Simulated;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Fleets.Tests;
using static Helios.Supervisor.ContainerProtocol;

namespace Helios.Supervisor.Tests;

/// <summary>An exception at any message, before or after its handling, never kills a container, never loses one and never leaves an asker without answer.</summary>
public class FaultInjectionSpecs
{
    private const string Plain = """
        containers.web {
          command = [app], stop-grace = 2s, readiness = notify, watchdog = 20s
          restart { policy = always, delay = 1s, jitter = 0, factor = 1 }
          hooks { pre-start = [a], post-start = [b], pre-stop = [c], post-stop = [d] }
        }
        """;

    private static readonly ContainerId s_web = Some.Id("web");

    private static readonly SimulatedBehaviour s_slow = new()
    {
        PrepareTime = TimeSpan.FromSeconds(0.1),
        StartTime = TimeSpan.FromSeconds(0.1),
        StopTime = TimeSpan.FromSeconds(0.5),
        AnswerTime = TimeSpan.FromSeconds(0.1),
        NotifiesReadyAfter = TimeSpan.FromSeconds(1),
        WatchdogEvery = TimeSpan.FromSeconds(5),
    };

    private static readonly SimulationScript s_hooks = SimulationScript.Steady.With("web-*", SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(0.1), 0));

    public static TheoryData<string> Names => [.. s_stories.Keys];

    private static readonly Dictionary<string, (string File, SimulationScript Script, Action<Teller> Tell)> s_stories = new()
    {
        ["life"] = (Plain, s_hooks.With("web", s_slow), static teller =>
        {
            teller.Wait(3);
            teller.Do(new Exec(s_web, "test", new ExecSpec { Command = ["ls"] }, ContainerIo.Nothing));
            teller.Do(new GetStatus(s_web));
            teller.Do(new Inspect(s_web));
            teller.Do(new GetStatistics(s_web));
            teller.Do(new OpenLogs(s_web));
            teller.Do(new Wait(s_web, WaitFor.Running));
            teller.Do(new Pause(s_web, "test"));
            teller.Do(new Resume(s_web, "test"));
            teller.Do(new Attach(s_web, "test"));
            teller.Do(new Detach(s_web, "test"));
            teller.Do(new Resize(s_web, "test", new TerminalSize(80, 24)));
            teller.Do(new SignalExec(s_web, "test", "9", Signal.Hangup));
            teller.Do(new WaitExec(s_web, "test", "9"));
            teller.Do(new ContainerProtocol.Kill(s_web, "test", Signal.Hangup));
            teller.Do(new Restart(s_web, "test"));
            teller.Wait(3);
            teller.Do(new Stop(s_web, "test"));
            teller.Do(new Start(s_web, "test"));
            teller.Wait(3);
        }
        ),
        ["crash loop"] = (Plain, s_hooks.With("web", s_slow with { Lifetime = TimeSpan.FromSeconds(3), Exit = ExitStatus.Exited(1) }), static teller => teller.Wait(12)),
        ["launch failures"] = (
            "containers.web { command = [app], restart { delay = 1s, jitter = 0, factor = 1, intensity { restarts = 2, window = 1h } } }",
            SimulationScript.Steady.With("web",
                s_slow with { PrepareFailure = new ExitCause.LaunchFailed("x", "y") }, s_slow with { StartFailure = new ExitCause.LaunchFailed("x", "y") }, SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(1), 2)),
            static teller => teller.Wait(10)),
        ["hard stops"] = (Plain, s_hooks.With("web", s_slow with { StopTime = null, LosesCgroupAfter = TimeSpan.FromSeconds(2) }), static teller =>
        {
            teller.Wait(3);
            teller.Do(new Stop(s_web, "test"));
            teller.Do(new Start(s_web, "test"));
            teller.Wait(0.15);
            teller.Do(new Stop(s_web, "test"));
            teller.Do(new Start(s_web, "test"));
            teller.Wait(1.5);
            teller.Do(new ContainerProtocol.Kill(s_web, "test", Signal.Kill));
        }
        ),
        ["watchdog"] = (Plain, s_hooks.With("web", s_slow with { HangsAfter = TimeSpan.FromSeconds(6) }), static teller => teller.Wait(60)),
        ["never ready"] = (
            "containers.web { command = [app], readiness { notify = true, timeout = 2s }, stop-grace = 1s, restart { delay = 1s, jitter = 0, factor = 1 } }",
            SimulationScript.Steady.With("web", s_slow with { NotifiesReadyAfter = null, StopTime = null }), static teller => teller.Wait(15)),
        ["ready after a while"] = ("containers.web { command = [app], readiness { started = 2s, timeout = 5s } }", SimulationScript.Steady, static teller => teller.Wait(10)),
        ["schedule"] = ("containers.web { command = [app], schedule = \"* * * * *\" }", SimulationScript.Steady.With("web", SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(70), 0)), static teller => teller.Wait(400)),
        ["dependency"] = (
            "containers { db.command = [app], web { command = [app], requires { db { condition = ready, on-loss = restart } } } }",
            SimulationScript.Steady.With("db", s_slow with { Lifetime = TimeSpan.FromSeconds(4), Exit = ExitStatus.Exited(1) }, SimulatedBehaviour.Steady), static teller => teller.Wait(20)),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_is_killed_lost_or_left_unanswered(string name)
    {
        (string file, SimulationScript script, Action<Teller> tell) = s_stories[name];
        (int messages, string[] causes) = Play(file, script, tell, new Fault(0, false));
        Assert.InRange(messages, 5, 500);
        for (int at = 1; at <= messages; at++)
        {
            foreach (bool afterwards in (bool[])[false, true])
            {
                (_, string[] withFault) = Play(file, script, tell, new Fault(at, afterwards));

                // A fault may shift the time of what happens, so one more run may fit in or one less; what ends a run stays the same.
                Assert.True(!withFault.Except(causes).Any(), $"fault {(afterwards ? "after" : "before")} message {at}: {string.Join(" | ", withFault)} instead of {string.Join(" | ", causes)}");
            }
        }
    }

    [Fact]
    public void The_stories_bring_every_message_of_the_protocol()
    {
        HashSet<Type> seen = [];
        foreach ((string file, SimulationScript script, Action<Teller> tell) in s_stories.Values)
        {
            Fault none = new(0, false);
            Play(file, script, tell, none);
            seen.UnionWith(none.Types);
        }

        IEnumerable<Type> own = typeof(ContainerActor).GetNestedTypes(BindingFlags.NonPublic).Where(static type => type.GetMethod("<Clone>$") is not null);
        IEnumerable<Type> asked = typeof(ContainerProtocol).GetNestedTypes()
            .Where(static type => !type.IsInterface && (type.IsAssignableTo(typeof(ContainerProtocol.ICommand)) || type.IsAssignableTo(typeof(ContainerProtocol.IQuery))));

        // ExecFailed and KillAgain need a backend that fails them; they have tests of their own. Remove is in every story's end.
        Assert.Empty(own.Concat(asked).Except(seen).Select(static type => type.Name).Except(["ExecFailed", "KillAgain", "Remove"]).Order());
    }

    private static (int Messages, string[] Causes) Play(string file, SimulationScript script, Action<Teller> tell, Fault fault)
    {
        using World world = new(script, parts => parts with { ContainerProps = (p, holder, fleet) => ActorProps.Of(() => new FaultyContainerActor(p, holder, fleet, fault)) });
        world.Apply(file);
        tell(new Teller(world));
        int messages = fault.Seen;
        string[] causes = [.. world.Endings("web").Select(static ending => ending.Split(';')[0])];

        // Whatever happened, it obeys: up on request, and down without a trace.
        Teller after = new(world);
        after.Do(new Start(s_web, "test"));
        after.Wait(30);
        ImmutableArray<ContainerId> living = world.Backend.Living;
        ContainerState state = world.Ask<FleetProtocol.Listed>(new FleetProtocol.List(true)).Containers.Single(static status => status.Id == s_web).State;
        Assert.True(state is ContainerState.Running == living.Contains(s_web) || state is not (ContainerState.Running or ContainerState.Exited), $"{state}, living: {string.Join(' ', living)}");
        PendingAnswer down = world.Pending(new FleetProtocol.Down("test", []));
        world.Advance(10);
        Assert.True(down.IsThere, $"down is not answered: {world.States}");
        Assert.Empty(world.Backend.Living);
        return (messages, causes);
    }

    private sealed class Teller(World world)
    {
        internal void Wait(double seconds) => world.Advance(seconds);

        /// <summary>Asks until there is an answer other than that something broke inside.</summary>
        internal void Do(IMessage message)
        {
            for (int i = 0; i < 3; i++)
            {
                PendingAnswer answer = world.Pending(message);
                for (int wait = 0; !answer.IsThere && wait < 100; wait++)
                {
                    world.Advance(0.1);
                }

                Assert.True(answer.IsThere, $"{message} is not answered; {world.States}");
                if (answer.Now() is not Refused { Kind: Refusal.Failed })
                {
                    return;
                }
            }
        }
    }
}
