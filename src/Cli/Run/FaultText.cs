using System.Collections.Immutable;
using Helios.Contracts;

namespace Helios.Cli;

/// <summary>Says a fault of a specification in the words of the command line.</summary>
internal static class FaultText
{
    /// <summary>One line: the option and what is wrong with it.</summary>
    internal static string Of(SpecFault fault) => $"{Option(fault.Field)}: {fault.Problem}";

    /// <summary>Refuses a specification that has faults; one sentence for all of them.</summary>
    /// <exception cref="CliException">There is a fault.</exception>
    internal static void ThrowIfAny(ImmutableArray<SpecFault> faults)
    {
        if (faults.Length > 0)
        {
            throw new CliException(string.Join("; ", faults.Select(Of)));
        }
    }

    // Fields are named as in a fleet file; most are spelt like their option.
    private static string Option(string field) => field switch
    {
        "command" or "namespaces" => field,
        "mounts" => "--volume",
        "environment" => "--env",
        "capabilities" => "--cap-add",
        "rlimits" => "--ulimit",
        "terminal" => "--tty",
        "stop-grace" => "--stop-timeout",
        "no-new-privileges" or "seccomp" or "unmasked" => "--security-opt",
        "groups" => "--group-add",
        "limits.swap" => "--memory-swap",
        "limits.cpuset" => "--cpuset-cpus",
        "limits.pids" => "--pids-limit",
        _ when field.StartsWith("limits.", StringComparison.Ordinal) => "--" + field["limits.".Length..],
        _ => "--" + field,
    };
}
