using System.Collections.Immutable;
using Helios.Contracts;

namespace Helios.Backends.SystemdRun.Units;

/// <summary>A specification as one transient unit, and what is done in its namespaces before the payload starts.</summary>
internal sealed record UnitPlan
{
    /// <summary>The unit's name with its suffix.</summary>
    internal required string UnitName { get; init; }

    /// <summary>The private folder with the gate and its socket.</summary>
    internal required string Folder { get; init; }

    internal required ImmutableArray<string> Properties { get; init; }

    /// <summary>What the unit executes: unshare, setpriv, the gate.</summary>
    internal required ImmutableArray<string> Command { get; init; }

    /// <summary>The steps, for people.</summary>
    internal required LaunchPlan Steps { get; init; }

    /// <summary>The argument vector of systemd-run.</summary>
    internal IEnumerable<string> Arguments(bool userManager)
        =>
        [
            "systemd-run", .. userManager ? ["--user"] : (string[])[], "--quiet", "--collect", "--service-type=exec", "--unit=" + UnitName, "--slice=" + UnitCompiler.Slice,
            .. Properties.Select(static property => "--property=" + property),

            // The manager replaces $NAME and ${NAME} in a command line, and $$ by $.
            "--", .. Command.Select(static word => word.Replace("$", "$$", StringComparison.Ordinal)),
        ];
}
