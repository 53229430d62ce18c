namespace Helios.Linux;

/// <summary>One event of the process connector.</summary>
public readonly record struct ProcessEvent
{
    /// <summary>What happened.</summary>
    public ProcessEventKind Kind { get; init; }

    /// <summary>When, in nanoseconds of CLOCK_MONOTONIC.</summary>
    public long Time { get; init; }

    /// <summary>The thread that it happened to; of a fork, the new one.</summary>
    public int ThreadId { get; init; }

    /// <summary>Its process; of a fork, the new one's: another than the thread unless a thread was made.</summary>
    public int ProcessId { get; init; }

    /// <summary>Of a fork: the thread that made it.</summary>
    public int ParentThreadId { get; init; }

    /// <summary>Of a fork: the process that made it.</summary>
    public int ParentProcessId { get; init; }

    /// <summary>Of an exit: the status word of wait(2). Of a change of ids: the real id. Of ptrace: the tracer's thread, or 0.</summary>
    public int First { get; init; }

    /// <summary>Of a change of ids: the effective id. Of ptrace: the tracer's process.</summary>
    public int Second { get; init; }
}

/// <summary>The kinds of process event.</summary>
public enum ProcessEventKind
{
    /// <summary>One that is not used here.</summary>
    Other,

    /// <summary>A process or thread was made.</summary>
    Fork,

    /// <summary>A process executed a program.</summary>
    Exec,

    /// <summary>A user id changed.</summary>
    UserId,

    /// <summary>A group id changed.</summary>
    GroupId,

    /// <summary>A session was begun.</summary>
    Session,

    /// <summary>A tracer came or went.</summary>
    Ptrace,

    /// <summary>A core was dumped.</summary>
    CoreDump,

    /// <summary>A thread ended.</summary>
    Exit,

    /// <summary>The kernel had to drop events.</summary>
    Lost,
}
