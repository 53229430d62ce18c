using System.Collections.Immutable;
using Helios.Contracts;

namespace Helios.Backends.SystemdRun.Units;

/// <summary>A specification as one transient unit: its properties, and the programs that lead to the payload, each by its argument vector.</summary>
internal sealed record UnitPlan
{
    internal required ContainerSpec Spec { get; init; }

    /// <summary>The unit's name with its suffix.</summary>
    internal required string UnitName { get; init; }

    /// <summary>The private folder that is shown at <see cref="UnitCompiler.InnerFolder"/> until the payload starts.</summary>
    internal required string Folder { get; init; }

    internal required ImmutableArray<string> Properties { get; init; }

    /// <summary>What the unit executes.</summary>
    internal required ImmutableArray<string> Command { get; init; }

    internal required UserIds User { get; init; }

    /// <summary>What is put together outside before the unit starts; null when the root is the directory itself.</summary>
    internal string? LowerDirectory { get; init; }

    /// <summary>The steps, for people.</summary>
    internal required LaunchPlan Steps { get; init; }

    /// <summary>The argument vector of systemd-run.</summary>
    internal IEnumerable<string> Arguments(bool userManager, string? terminal, string? root, string? input, string? output, string? error)
    {
        yield return "systemd-run";
        if (userManager)
        {
            yield return "--user";
        }

        yield return "--quiet";
        yield return "--collect";
        yield return "--service-type=exec";
        yield return "--unit=" + UnitName;
        yield return "--slice=" + UnitCompiler.Slice;
        if (terminal is null)
        {
            // As systemd-run --pipe passes streams, but opened anew: the manager would hold the passed ones as long as it holds the unit.
            yield return "--property=StandardInput=" + (input is null ? "null" : "file:" + input);
            yield return "--property=StandardOutput=" + (output is null ? "null" : "append:" + output);
            yield return "--property=StandardError=" + (error is null ? "null" : "append:" + error);
        }
        else
        {
            // What systemd-run --pty sets by itself; the terminal is ours, so that no process stays to copy bytes.
            yield return "--property=StandardInput=tty";
            yield return "--property=StandardOutput=tty";
            yield return "--property=StandardError=inherit";
            yield return "--property=TTYPath=" + terminal;
        }

        if (root is not null)
        {
            yield return "--property=RootDirectory=" + root;
        }

        foreach (string property in Properties)
        {
            yield return "--property=" + property;
        }

        yield return "--";
        foreach (string word in Command)
        {
            // The manager replaces $NAME and ${NAME} in a command line, and $$ by $.
            yield return word.Replace("$", "$$", StringComparison.Ordinal);
        }
    }
}
