using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Isolation.Plans;

namespace Helios.Backends.SystemdRun.Units;

/// <summary>A specification as one transient unit, and what the gate's child in it does.</summary>
internal sealed record UnitPlan
{
    /// <summary>The unit's name with its suffix.</summary>
    internal required string UnitName { get; init; }

    /// <summary>The private folder with the gate and its socket.</summary>
    internal required string Folder { get; init; }

    internal required ImmutableArray<string> Properties { get; init; }

    /// <summary>What the unit executes: unshare and the gate.</summary>
    internal required ImmutableArray<string> Command { get; init; }

    /// <summary>The slice that it is in.</summary>
    internal required string Slice { get; init; }

    /// <summary>The v1 controllers that the work shows to the container; what systemd really made has to be compared with it.</summary>
    internal required ImmutableArray<string> View { get; init; }

    /// <summary>What the gate's child does.</summary>
    internal required CompiledPlan Work { get; init; }

    /// <summary>The argument vector of systemd-run.</summary>
    internal IEnumerable<string> Arguments(bool userManager)
        =>
        [
            "systemd-run", .. userManager ? ["--user"] : (string[])[], "--quiet", "--collect", "--unit=" + UnitName, "--slice=" + Slice,
            .. Properties.Select(static property => "--property=" + property),

            // The manager replaces $NAME and ${NAME} in a command line, and $$ by $.
            "--", .. Command.Select(static word => word.Replace("$", "$$", StringComparison.Ordinal)),
        ];

    /// <summary>The steps, for people.</summary>
    internal LaunchPlan ToLaunchPlan()
    {
        ImmutableArray<LaunchStep> steps = Work.Describe();
        int meanwhile = steps.TakeWhile(static step => step.Actor == LaunchActor.Supervisor).Count();
        return new()
        {
            Backend = SystemdRunBackend.BackendName,
            Id = Work.Id,
            Steps =
            [
                new LaunchStep("unit", $"start the unit {UnitName} in {Slice}") { Actor = LaunchActor.Supervisor, Details = [.. Properties.Select(Split)] },
                new LaunchStep("unshare", string.Join(' ', Command[..Command.IndexOf("--")])),
                .. steps[..meanwhile],
                new LaunchStep("hold", $"wait at the synchronization socket {Command[^1]}, then make a child; if the launcher dies, die"),
                .. steps[meanwhile..],
            ],
        };
    }

    private static KeyValuePair<string, string> Split(string property)
    {
        int equals = property.IndexOf('=', StringComparison.Ordinal);
        return new(property[..equals], property[(equals + 1)..]);
    }
}
