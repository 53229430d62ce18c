using System.Reflection;
using Helios.Backends.Simulated;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Fleets.Tests;
using static Helios.Supervisor.FleetProtocol;

namespace Helios.Supervisor.Tests;

/// <summary>An exception at any message of the fleet, a group, a health or a log actor never kills a container, never loses one and never leaves an asker without answer.</summary>
public sealed class FleetFaultSpecs : IDisposable
{
    private const string Pipeline = """
        groups { pipeline { strategy = all-for-one, intensity { restarts = 9, window = 1m } }, inner { parent = pipeline } }
        containers {
          db { command = [app], readiness = notify, stop-grace = 1s }
          a { command = [app], group = pipeline, requires { db { condition = ready, on-loss = restart } }, restart { delay = 1s, jitter = 0 } }
          b { command = [app], group = pipeline, after = [a], restart { delay = 1s, jitter = 0 } }
          job { command = [app], group = inner, restart = no }
          web { command = [app], replicas = 2, requires = [db], overridable = [limits.memory], health.tcp = 80, readiness.tcp = 80 }
        }
        """;

    private const string GivesUp = """
        groups { weak { intensity { restarts = 1, window = 1h }, on-give-up = escalate }, fleet { intensity { restarts = 2, window = 1h }, on-give-up = stop } }
        containers {
          bad { command = [app], group = weak, restart { delay = 1s, jitter = 0, factor = 1 } }
          good { command = [app], group = weak }
          other { command = [app] }
        }
        """;

    private static readonly SimulatedBehaviour s_ready = new()
    {
        PrepareTime = TimeSpan.FromSeconds(0.1),
        StartTime = TimeSpan.FromSeconds(0.1),
        StopTime = TimeSpan.FromSeconds(0.2),
        NotifiesReadyAfter = TimeSpan.FromSeconds(0.5),
    };

    private readonly string _directory = Directory.CreateTempSubdirectory("helios-faults-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    public static TheoryData<string, string> Cases
    {
        get
        {
            TheoryData<string, string> cases = [];
            foreach (string story in (string[])["fleet", "gives up", "checks", "logs"])
            {
                cases.Add(story, "fleet");
                cases.Add(story, "group");
            }

            cases.Add("checks", "health");
            cases.Add("logs", "log");
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Nothing_is_killed_lost_or_left_unanswered(string story, string actor)
    {
        Outcome good = Play(story, actor, new Fault(0, false));
        Assert.InRange(good.Messages, 3, 3000);
        for (int at = 1; at <= good.Messages; at++)
        {
            foreach (bool afterwards in (bool[])[false, true])
            {
                string where = $"{actor}, fault {(afterwards ? "after" : "before")} message {at}";
                Outcome bad;
                try
                {
                    bad = Play(story, actor, new Fault(at, afterwards));
                }
                catch (Exception failure)
                {
                    throw new InvalidOperationException($"{where}: {failure.Message}", failure);
                }

                Assert.True(good.States == bad.States, $"{where}: {bad.States} instead of {good.States}");
                string[] more = [.. bad.Endings.Except(good.Endings)];
                Assert.True(more.Length == 0, $"{where}: {string.Join(" | ", more)} beyond {string.Join(" | ", good.Endings)}");
            }
        }
    }

    [Fact]
    public void The_stories_bring_every_message()
    {
        Dictionary<string, HashSet<Type>> seen = [];
        foreach ((string story, string actor) in Cases.Select(static row => row.Data))
        {
            Fault none = new(0, false);
            Play(story, actor, none);
            seen.TryAdd(actor, []);
            seen[actor].UnionWith(none.Types);
        }

        IEnumerable<Type> commands = typeof(FleetProtocol).GetNestedTypes()
            .Where(static type => !type.IsInterface && (type.IsAssignableTo(typeof(ICommand)) || type.IsAssignableTo(typeof(IQuery))));
        string[] toFleet = ["MayStart", "Reported", "Publish", "RestartMembers", "StopGroup", "GroupAgain", "Loaded", "LoadFailed"];
        Assert.Empty(commands.Select(static type => type.Name).Concat(toFleet).Except(seen["fleet"].Select(static type => type.Name)));
        Assert.Empty(((string[])["Routed", "MemberEnded", "Regroup", "Adopt", "Dismiss"]).Except(seen["group"].Select(static type => type.Name)));
        Assert.Empty(Own(typeof(HealthActor)).Except(seen["health"].Select(static type => type.Name)).Except(["TellMe", "HealthChanged", "BecameReady"]));
        Assert.Empty(Own(typeof(LogActor)).Except(seen["log"].Select(static type => type.Name)).Except(["Report"]));
    }

    private static IEnumerable<string> Own(Type actor)
        => actor.GetNestedTypes(BindingFlags.NonPublic).Where(static type => type.GetMethod("<Clone>$") is not null).Select(static type => type.Name);

    private sealed record Outcome(int Messages, string States, string[] Endings);

    private Outcome Play(string story, string actor, Fault fault)
    {
        (SimulationScript script, Action<World> tell) = Story(story);
        using World world = new(
            script,
            parts => actor switch
            {
                "group" => parts with { GroupProps = (p, holder) => ActorProps.Of(() => new FaultyGroupActor(p, holder, fault)) },
                "health" => parts with { HealthProps = p => ActorProps.Of(() => new FaultyHealthActor(p, fault)) },
                "log" => parts with { LogProps = (p, log) => ActorProps.Of(() => new FaultyLogActor(p, log, fault)) },
                _ => parts,
            },
            fleet: actor == "fleet" ? (parts, holder) => ActorProps.Of(() => new FaultyFleetActor(parts, holder, fault)) : null);
        tell(world);
        int messages = fault.Seen;
        string states = States(world);
        string[] endings = [.. world.Events.Select(static happened => happened.Event).OfType<ContainerProtocol.Ended>().Select(static ended => $"{ended.Id}: {ended.Run.Cause}").Distinct().Order()];

        // Whatever happened, it obeys.
        Ask(world, new Down("test", []));
        Ask(world, new ShutDown("test"));
        Assert.Empty(world.Backend.Living);
        return new Outcome(messages, states, endings);
    }

    private (SimulationScript Script, Action<World> Tell) Story(string name) => name switch
    {
        "fleet" => (
            SimulationScript.Steady.With("db", s_ready).With("a", s_ready with { Lifetime = TimeSpan.FromSeconds(6), Exit = ExitStatus.Exited(1) }, s_ready)
                .With("job", SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(1), 0)),
            TellFleet),
        "gives up" => (SimulationScript.Steady.With("bad", SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(1), 1)), static world =>
        {
            world.Write(GivesUp);
            Ask(world, new Apply("test", new FleetSource("fleet.hocon", [])));
            world.Advance(60);
        }
        ),
        "checks" => (SimulationScript.Steady.With("web", s_ready with { HangsAfter = TimeSpan.FromSeconds(10) }, s_ready), static world =>
        {
            world.Write("containers.web { command = [app], readiness { tcp = 80, interval = 1s }, health { tcp = 80, interval = 2s, timeout = 1s, retries = 2, on-unhealthy = restart }, stop-grace = 1s, restart { policy = always, delay = 1s, jitter = 0 } }");
            Ask(world, new Apply("test", new FleetSource("fleet.hocon", []), Until.Ready));
            Ask(world, new ContainerProtocol.Pause(Some.Id("web"), "test"));
            Ask(world, new ContainerProtocol.Resume(Some.Id("web"), "test"));
            world.Advance(40);
        }
        ),
        _ => (SimulationScript.Steady.With("web", s_ready with { OutputLines = 3, OutputEvery = TimeSpan.FromSeconds(1) }), world =>
        {
            world.Write($$"""containers.web { command = [app], logs.file { directory = "{{_directory}}", max-age = 2s } }""");
            Ask(world, new Apply("test", new FleetSource("fleet.hocon", [])));
            world.Advance(8);
            Ask(world, new ContainerProtocol.OpenLogs(Some.Id("web")));
        }
        ),
    };

    private static void TellFleet(World world)
    {
        FleetSource source = new("fleet.hocon", []);
        world.Write(Pipeline);
        Ask(world, new FleetProtocol.Resume("test", null));
        Ask(world, new Apply("test", source));
        world.Advance(3);
        foreach (object question in (object[])[new List(true), new GetTree(), new GetStatistics([]), new GetOverrides(), new FleetProtocol.Plan(source)])
        {
            Ask(world, question);
        }

        world.Advance(10);
        world.Write(Pipeline.Replace("job { command = [app]", "more { command = [app] }, job { command = [app, again]", StringComparison.Ordinal).Replace("b { command", "b { essential = false, command", StringComparison.Ordinal));
        Ask(world, new Apply("test", source, Until.Running));
        Ask(world, new Scale("test", [new("web", 3)], Until.Running));
        Ask(world, new SetOverrides("test", [new FleetOverride("containers.web.limits.memory", "64M")], Until.Accepted));
        world.Advance(5);
        Ask(world, new ContainerProtocol.GetStatus(Some.Id("db")));
        Ask(world, new ContainerProtocol.Inspect(Some.Id("db")));
        Ask(world, new ContainerProtocol.Restart(Some.Id("db"), "test"));
        world.Advance(10);
        MemberSpec extra = new() { Key = "extra", Container = new ContainerSpec { Id = Some.Id("extra"), Command = ["app"] } };
        Ask(world, new Run("test", extra, null, false, null, true));
        Ask(world, new ContainerProtocol.Stop(Some.Id("extra"), "test"));
        Ask(world, new ContainerProtocol.Remove(Some.Id("extra"), "test", false));
        Ask(world, new Down("test", ["web"]));
        Ask(world, new Up("test", ["web"], Until.Ready));
        Ask(world, new Forget("test"));
        world.Write("containers.x {}");
        Ask(world, new Apply("test", source));
        world.Advance(5);
    }

    private static string States(World world)
        => string.Join(", ", ((Listed)Ask(world, new List(true))).Containers.OrderBy(static status => status.Id.ToString(), StringComparer.Ordinal).Select(static status => $"{status.Id} {status.State}"));

    /// <summary>Asks until there is an answer other than that something broke inside.</summary>
    private static object Ask(World world, object question)
    {
        object? last = null;
        for (int i = 0; i < 3; i++)
        {
            PendingAnswer answer = world.Pending(question);
            for (int wait = 0; !answer.IsThere && wait < 200; wait++)
            {
                world.Advance(0.1);
            }

            Assert.True(answer.IsThere, $"{question} is not answered");
            last = answer.Now();
            if (last is not (FleetProtocol.Refused { Kind: Refusal.Failed } or ContainerProtocol.Refused { Kind: Refusal.Failed }))
            {
                return last;
            }
        }

        return last!;
    }
}
