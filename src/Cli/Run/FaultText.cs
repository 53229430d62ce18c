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

    /// <summary>What a failed launch tells the user. A fault found late, such as an unknown user, is one of an option all the same.</summary>
    internal static CliException Refusal(BackendException failure)
        => failure.Cause is { Step: "validate" } cause && cause.Reason.Split(": ", 2) is [string field, string problem]
            ? new CliException(Of(new SpecFault(field, problem)), cause.Code)
            : new CliException(failure.Message, failure.Cause.Code);

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
