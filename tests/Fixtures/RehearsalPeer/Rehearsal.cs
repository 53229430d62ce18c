using System.Globalization;
using Helios.Backends.Simulated;
using Helios.Supervisor;
using Helios.Supervisor.TestKit;

namespace Helios.RehearsalPeer;

/// <summary>Ten minutes of a fleet in which everything happens: crashes, back-off, a rest-for-one group, dependencies, a schedule.</summary>
public static class Rehearsal
{
    private const string File = """
        groups.g { strategy = rest-for-one, intensity { restarts = 50, window = 1h } }
        containers {
          db { command = [db], group = g, restart { delay = 1s, max-delay = 8s } }
          api { command = [api], group = g, replicas = 4, requires { db = ready } }
          web { command = [web], group = g, replicas = 8, requires { db = started } }
          cron { command = [c], schedule = "* * * * *", restart = no }
        }
        """;

    /// <summary>Plays it on one thread.</summary>
    public static RehearsalResult Play(int seed)
    {
        SimulationScript script = SimulationScript.Steady
            .With("db", SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(7), 1))
            .With("web-3", SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(3), 2));
        using FleetRehearsal fleet = new(script, seed);
        fleet.Apply(File);
        fleet.Advance(TimeSpan.FromMinutes(10));
        fleet.Ask<FleetProtocol.Stopped>(new FleetProtocol.Down("test", []));
        return new RehearsalResult(string.Join('\n', fleet.Story), fleet.TraceHash, fleet.Sent, fleet.Strays);
    }
}

/// <summary>What a run was.</summary>
/// <param name="Story">Its events, one line each.</param>
/// <param name="Hash">The hash over its messages.</param>
/// <param name="Sent">How many messages there were.</param>
/// <param name="Strays">How many came from another thread.</param>
public sealed record RehearsalResult(string Story, ulong Hash, long Sent, long Strays)
{
    /// <summary>One line: hash, messages, events.</summary>
    public string Line => string.Create(CultureInfo.InvariantCulture, $"{Hash:x16} {Sent} {Story.Count(static c => c == '\n')}");
}
