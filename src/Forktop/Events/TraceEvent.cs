using Helios.Linux;

namespace Helios.Forktop;

/// <summary>What can happen to a process: the protocol between a source, the model, the printers and the recording.</summary>
/// <param name="Time">Nanoseconds of the monotonic clock.</param>
/// <param name="Process">To whom it happened.</param>
#pragma warning disable CS1573 // Time and process are the base's parameters, and what a name says is not said again.
internal abstract record TraceEvent(long Time, ProcessKey Process)
{
    /// <summary>A process is there from now on.</summary>
    /// <param name="Parent">Who made it; null for the root, and where the maker is not known.</param>
    /// <param name="Kind">How it came.</param>
    /// <param name="Namespaces">The namespaces that it was born into anew.</param>
    /// <param name="InnerPid">Its number in its own PID namespace, where that is another one; else 0.</param>
    internal sealed record Started(long Time, ProcessKey Process, ProcessKey? Parent, StartKind Kind, CloneFlags Namespaces, int InnerPid) : TraceEvent(Time, Process);

    /// <summary>A thread of the process is there from now on.</summary>
    internal sealed record ThreadStarted(long Time, ProcessKey Process, int Thread) : TraceEvent(Time, Process);

    /// <summary>A thread other than the first has ended.</summary>
    internal sealed record ThreadEnded(long Time, ProcessKey Process, int Thread) : TraceEvent(Time, Process);

    /// <summary>The process has become another program, or (a snapshot) was found running it.</summary>
    /// <param name="Thread">The thread that called exec; another than the first when that one did not.</param>
    /// <param name="Image">The program.</param>
    /// <param name="Snapshot">Whether no exec was seen.</param>
    internal sealed record Executed(long Time, ProcessKey Process, int Thread, ProgramImage Image, bool Snapshot) : TraceEvent(Time, Process);

    /// <summary>An exec that was refused.</summary>
    internal sealed record ExecFailed(long Time, ProcessKey Process, int Thread, string Path, string[] Arguments, Errno Errno) : TraceEvent(Time, Process);

    /// <summary>The process has ended.</summary>
    /// <param name="Status">How; null when the source cannot know.</param>
    /// <param name="Usage">What it used.</param>
    internal sealed record Exited(long Time, ProcessKey Process, WaitStatus? Status, ResourceUsage Usage) : TraceEvent(Time, Process);

    /// <summary>A system call that changes what the process may do or see.</summary>
    /// <param name="Thread">Who called.</param>
    /// <param name="Kind">What it is about.</param>
    /// <param name="Text">The call, such as <c>unshare(CLONE_NEWNET)</c>.</param>
    /// <param name="Errno">Why it was refused, or none.</param>
    internal sealed record Called(long Time, ProcessKey Process, int Thread, CallKind Kind, string Text, Errno Errno) : TraceEvent(Time, Process);

    /// <summary>What the process may do, read anew because it may have changed.</summary>
    /// <param name="Cause">Why it was read: the call, <c>exec</c>, <c>start</c>, <c>poll</c>.</param>
    internal sealed record PermissionsSeen(long Time, ProcessKey Process, ProcessPermissions Permissions, string Cause) : TraceEvent(Time, Process);

    /// <summary>A signal was delivered.</summary>
    /// <param name="Sender">The pid of the sender; 0 when the kernel sent it or the source cannot know.</param>
    internal sealed record Signalled(long Time, ProcessKey Process, int Thread, int Signal, int Sender) : TraceEvent(Time, Process);

    /// <summary>A stop signal has stopped the whole process.</summary>
    internal sealed record Stopped(long Time, ProcessKey Process, int Signal) : TraceEvent(Time, Process);

    /// <summary>SIGCONT has ended the stop.</summary>
    internal sealed record Continued(long Time, ProcessKey Process) : TraceEvent(Time, Process);

    /// <summary>The parent has ended, and the process belongs to another one now.</summary>
    internal sealed record Reparented(long Time, ProcessKey Process, int ParentPid) : TraceEvent(Time, Process);

    /// <summary>A breakpoint holds the process just after its exec.</summary>
    internal sealed record Held(long Time, ProcessKey Process, string Pattern) : TraceEvent(Time, Process);

    /// <summary>The hold is over.</summary>
    internal sealed record Released(long Time, ProcessKey Process) : TraceEvent(Time, Process);

    /// <summary>The process runs on unseen.</summary>
    internal sealed record Detached(long Time, ProcessKey Process) : TraceEvent(Time, Process);

    /// <summary>Something about the source itself: why it is this one, or what it lost.</summary>
    internal sealed record Note(long Time, string Text) : TraceEvent(Time, default);
}
#pragma warning restore CS1573

/// <summary>How a process came to be seen.</summary>
internal enum StartKind
{
    /// <summary>forktop started it.</summary>
    Launched,

    /// <summary>It was there before.</summary>
    Attached,

    /// <summary>fork, or clone that behaves so.</summary>
    Fork,

    /// <summary>vfork: the parent waits until it has called exec or ended.</summary>
    Vfork,

    /// <summary>clone with another end signal than SIGCHLD.</summary>
    Clone,
}

/// <summary>What a system call is about.</summary>
internal enum CallKind
{
    /// <summary>Not one that is looked at.</summary>
    None,

    /// <summary>execve, execveat.</summary>
    Exec,

    /// <summary>User ids, group ids, capabilities, securebits, no_new_privs.</summary>
    Credentials,

    /// <summary>unshare, setns.</summary>
    Namespaces,

    /// <summary>A seccomp filter.</summary>
    Seccomp,

    /// <summary>chroot, pivot_root.</summary>
    Root,

    /// <summary>mount, umount and their newer kin.</summary>
    Mounts,

    /// <summary>setsid.</summary>
    Session,

    /// <summary>ptrace.</summary>
    Ptrace,
}
