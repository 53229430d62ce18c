namespace Helios.Forktop;

/// <summary>The words of the recording for kinds of event; the one table that writing and reading use.</summary>
internal static class EventNames
{
    internal const string Environment = "environment";

    private static readonly (StartKind Kind, string Name)[] s_starts =
        [(StartKind.Launched, "launched"), (StartKind.Attached, "attached"), (StartKind.Fork, "fork"), (StartKind.Vfork, "vfork"), (StartKind.Clone, "clone")];

    private static readonly (CallKind Kind, string Name)[] s_calls =
    [
        (CallKind.None, "none"), (CallKind.Exec, "exec"), (CallKind.Credentials, "credentials"), (CallKind.Namespaces, "namespaces"), (CallKind.Seccomp, "seccomp"),
        (CallKind.Root, "root"), (CallKind.Mounts, "mounts"), (CallKind.Session, "session"), (CallKind.Ptrace, "ptrace"),
    ];

    /// <summary>The word for an event.</summary>
    internal static string Of(TraceEvent happened) => happened switch
    {
        TraceEvent.Started => "start",
        TraceEvent.ThreadStarted => "threadStart",
        TraceEvent.ThreadEnded => "threadEnd",
        TraceEvent.Executed => "exec",
        TraceEvent.ExecFailed => "execFailed",
        TraceEvent.Exited => "exit",
        TraceEvent.Called => "call",
        TraceEvent.PermissionsSeen => "permissions",
        TraceEvent.Signalled => "signal",
        TraceEvent.Stopped => "stop",
        TraceEvent.Continued => "continue",
        TraceEvent.Reparented => "reparent",
        TraceEvent.Held => "hold",
        TraceEvent.Released => "release",
        TraceEvent.Detached => "detach",
        _ => "note",
    };

    /// <summary>The word for how a process came.</summary>
    internal static string Of(StartKind kind) => Array.Find(s_starts, row => row.Kind == kind).Name;

    /// <summary>The word for what a call is about.</summary>
    internal static string Of(CallKind kind) => Array.Find(s_calls, row => row.Kind == kind).Name;

    /// <summary>The way back.</summary>
    internal static StartKind StartOf(string? name) => Array.Find(s_starts, row => row.Name == name).Kind;

    /// <inheritdoc cref="StartOf"/>
    internal static CallKind CallOf(string? name) => Array.Find(s_calls, row => row.Name == name).Kind;
}
