using Helios.Linux;

namespace Helios.Forktop;

/// <summary>A thread that the kernel holds for its tracer. Each kind is a type of its own, and each stop is left once.</summary>
/// <remarks>A way of leaving returns false when the thread has been killed meanwhile; its end is reported next.</remarks>
internal abstract class PtraceStop
{
    private bool _left;

    /// <param name="thread">Who is stopped.</param>
    protected PtraceStop(int thread) => Thread = thread;

    /// <summary>Who is stopped.</summary>
    internal int Thread { get; }

    /// <summary>The signal that the thread would miss if it went on without it; 0 for most stops.</summary>
    internal virtual int Signal => 0;

    /// <summary>Lets it run.</summary>
    internal bool Continue()
    {
        Leave();
        return Ptrace.Continue(Thread, Signal);
    }

    /// <summary>Lets it run to its next entry to or exit from a system call.</summary>
    internal bool ContinueToCall()
    {
        Leave();
        return Ptrace.ContinueToCall(Thread, Signal);
    }

    /// <summary>Lets it go for good.</summary>
    internal bool Detach()
    {
        Leave();
        return Ptrace.Detach(Thread, Signal);
    }

    /// <summary>Says that it is being left.</summary>
    /// <exception cref="InvalidOperationException">It was left before.</exception>
    protected void Leave()
    {
        if (_left)
        {
            throw new InvalidOperationException($"thread {Thread} has left its {GetType().Name} already");
        }

        _left = true;
    }

    /// <summary>What a wait status says.</summary>
    /// <param name="status">Of a stopped thread.</param>
    /// <param name="isNew">Whether the thread has never stopped before.</param>
    /// <returns>Null when the thread was killed before it could be asked.</returns>
    internal static PtraceStop? Of(in TraceStatus status, bool isNew)
    {
        const int CallSignal = (int)SignalNumbers.SIGTRAP | 0x80;
        int thread = status.ThreadId;
        ulong message = 0;
        if (status.Event is > 0 and < (int)PtraceRequests.PTRACE_EVENT_STOP
            && !(Ptrace.TryGetMessage(thread, out message) && Ptrace.TryGetEvent(thread, out int current) && current == status.Event))
        {
            // Of a thread that was killed meanwhile, the message is another stop's: how it ends would be taken for the pid of a child.
            return null;
        }

        return status.Event switch
        {
            0 when status.StopSignal == CallSignal => new CallStop(thread),
            0 => new SignalStop(thread, status.StopSignal),
            (int)PtraceRequests.PTRACE_EVENT_FORK => new ForkStop(thread, StartKind.Fork, (int)message),
            (int)PtraceRequests.PTRACE_EVENT_VFORK => new ForkStop(thread, StartKind.Vfork, (int)message),
            (int)PtraceRequests.PTRACE_EVENT_CLONE => new ForkStop(thread, StartKind.Clone, (int)message),
            (int)PtraceRequests.PTRACE_EVENT_EXEC => new ExecStop(thread, (int)message),
            (int)PtraceRequests.PTRACE_EVENT_EXIT => new ExitStop(thread, WaitStatus.FromRaw((int)message)),
            (int)PtraceRequests.PTRACE_EVENT_SECCOMP => new SeccompStop(thread, (CallKind)message),
            (int)PtraceRequests.PTRACE_EVENT_STOP when status.StopSignal != SignalNumbers.SIGTRAP => new GroupStop(thread, status.StopSignal),
            (int)PtraceRequests.PTRACE_EVENT_STOP when isNew => new FirstStop(thread),
            (int)PtraceRequests.PTRACE_EVENT_STOP => new InterruptStop(thread),
            _ => new OtherStop(thread),
        };
    }
}

/// <summary>The first stop of a thread that the kernel attached by itself, before it has run.</summary>
internal sealed class FirstStop(int thread) : PtraceStop(thread);

/// <summary>Asked for, or the end of a group stop.</summary>
internal sealed class InterruptStop(int thread) : PtraceStop(thread);

/// <summary>A stop without a use here, such as the end of a vfork.</summary>
internal sealed class OtherStop(int thread) : PtraceStop(thread);

/// <summary>The thread has made a process or a thread.</summary>
internal sealed class ForkStop(int thread, StartKind kind, int child) : PtraceStop(thread)
{
    /// <summary>The call's kind as the kernel sees it: clone with SIGCHLD counts as fork.</summary>
    internal StartKind Kind { get; } = kind;

    /// <summary>The new thread or process.</summary>
    internal int Child { get; } = child;
}

/// <summary>The process runs a new program, and none of it has run yet.</summary>
internal sealed class ExecStop(int thread, int former) : PtraceStop(thread)
{
    /// <summary>The id that the thread had before: another one when it was not the first of its process.</summary>
    internal int Former { get; } = former;
}

/// <summary>The thread is about to end, with everything of it still there to look at.</summary>
internal sealed class ExitStop(int thread, WaitStatus status) : PtraceStop(thread)
{
    /// <summary>How.</summary>
    internal WaitStatus Status { get; } = status;
}

/// <summary>forktop's filter has picked a call, which has not run yet.</summary>
internal sealed class SeccompStop(int thread, CallKind kind) : PtraceStop(thread)
{
    /// <summary>What the call is about.</summary>
    internal CallKind Kind { get; } = kind;
}

/// <summary>Entry to or exit from a call that was asked for.</summary>
internal sealed class CallStop(int thread) : PtraceStop(thread);

/// <summary>A signal is about to be delivered; it is passed on unchanged.</summary>
internal sealed class SignalStop(int thread, int signal) : PtraceStop(thread)
{
    /// <inheritdoc/>
    internal override int Signal { get; } = signal;
}

/// <summary>A stop signal has stopped the process: a thread that is left here by <see cref="PtraceStop.Continue"/> would run on in spite of it.</summary>
internal sealed class GroupStop(int thread, int signal) : PtraceStop(thread)
{
    /// <summary>Which one.</summary>
    internal int StopSignal { get; } = signal;

    /// <summary>Leaves it stopped, and waits for what ends that.</summary>
    internal bool Listen()
    {
        Leave();
        return Ptrace.Listen(Thread);
    }
}
