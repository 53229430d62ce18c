namespace Helios.Forktop;

/// <summary>One traced thread.</summary>
internal sealed class Tracee(int id, TracedProcess process)
{
    /// <summary>Its thread id.</summary>
    internal int Id { get; } = id;

    /// <summary>The process that it belongs to.</summary>
    internal TracedProcess Process { get; } = process;

    /// <summary>Whether it has stopped at least once.</summary>
    internal bool HasStopped { get; set; }

    /// <summary>The watched call that it is in.</summary>
    internal CallKind Call { get; set; }

    /// <summary>Whether it is left in a group stop.</summary>
    internal bool Listening { get; set; }

    /// <summary>Whether its next stop decides who has made a child that nobody has reported.</summary>
    internal bool IsAsked { get; set; }

    /// <summary>Where a breakpoint or a command keeps it; null while it runs.</summary>
    internal PtraceStop? Kept { get; set; }

    /// <summary>What is to be done at its next stop that allows it.</summary>
    internal Action<Tracee, PtraceStop>? Visit { get; set; }
}

/// <summary>One traced process.</summary>
internal sealed class TracedProcess(ProcessKey key, TracedProcess? parent)
{
    /// <summary>Which one.</summary>
    internal ProcessKey Key { get; } = key;

    /// <summary>Who made it, while that is traced.</summary>
    internal TracedProcess? Parent { get; set; } = parent;

    /// <summary>Those it made that still run.</summary>
    internal HashSet<TracedProcess> Children { get; } = [];

    /// <summary>How many of its threads are traced.</summary>
    internal int Threads { get; set; }

    /// <summary>What it may do, as last read; shared with its parent until one of them changes.</summary>
    internal ProcessPermissions? Permissions { get; set; } = parent?.Permissions;

    /// <summary>How many of its seccomp filters are forktop's.</summary>
    internal int OwnFilters { get; set; } = parent?.OwnFilters ?? 0;

    /// <summary>Whether it is in a PID namespace below forktop's.</summary>
    internal bool IsNested { get; set; } = parent?.IsNested ?? false;

    /// <summary>Whether a copy that was made by injection has become a program.</summary>
    internal bool HasOwnProgram { get; set; }

    /// <summary>The injected program that it is or that it descends from; 0 for none.</summary>
    internal int Injected { get; set; } = parent?.Injected ?? 0;

    /// <summary>Whether a stop signal has stopped it.</summary>
    internal bool IsStopped { get; set; }
}
