using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Control;

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
        => new(failure.Cause.Fault is { } fault ? Of(fault) : failure.Message, failure.Cause.Code);

    /// <summary>What the daemon refused, in the words and with the exit code that the same mistake has in the foreground.</summary>
    internal static CliException Refusal(Reply.Refused refused)
    {
        string text = !refused.Faults.IsEmpty ? string.Join("; ", refused.Faults.Select(Of))
            : refused.Reasons.IsEmpty ? $"refused: {refused.Kind}"
            : string.Join("\n  ", refused.Reasons);
        return new CliException(text, ExitCause.CodeOf(refused.Launch ?? LaunchFailure.Step));
    }

    private static string Option(string field) => ContainerFields.Table.Find(field) is { } row ? row.Option?.Name ?? field : "--" + field;
}
