using System.Collections.Immutable;
using Helios.Control;
using Helios.Supervisor;

namespace Helios.Daemon;

/// <summary>The supervisor's refusals as the control socket tells them.</summary>
internal static class Refusals
{
    internal static Reply.Refused Of(FleetProtocol.Refused refused)
        => new(Kind(refused.Kind), refused.Reasons) { Launch = refused.Cause?.Kind, Faults = refused.Cause?.Fault is { } fault ? [fault] : refused.Faults };

    // A program that was not started is refused in the same words by run and exec, whoever runs it.
    internal static Reply.Refused Of(ContainerProtocol.Refused refused)
        => refused.Cause is { } cause
            ? new(Kind(refused.Kind), [refused.Reason]) { Launch = cause.Kind, Faults = cause.Fault is { } fault ? [fault] : [] }
            : new(Kind(refused.Kind), [$"{refused.Id}: {refused.Reason}"]);

    internal static Reply.Refused Invalid(params ImmutableArray<string> reasons) => new(RefusalKind.Invalid, reasons);

    private static RefusalKind Kind(Refusal kind) => kind switch
    {
        Refusal.NotFound => RefusalKind.NotFound,
        Refusal.Exists => RefusalKind.Exists,
        Refusal.WrongState => RefusalKind.WrongState,
        Refusal.Invalid => RefusalKind.Invalid,
        Refusal.Forbidden => RefusalKind.Forbidden,
        Refusal.Unsupported => RefusalKind.Unsupported,
        Refusal.ShuttingDown => RefusalKind.ShuttingDown,
        _ => RefusalKind.Failed,
    };
}
