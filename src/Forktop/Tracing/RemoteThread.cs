using Helios.Linux;

namespace Helios.Forktop;

/// <summary>A stopped thread that is made to do system calls of our choice. On the tracer's thread.</summary>
/// <remarks>
/// The registers are set so that the next instruction is a <c>syscall</c> of the vdso, the thread runs to the call's exit, and the result is read. At the
/// end the registers are put back at a stop of the same kind as the first one: there the kernel itself restarts a call that the first stop had
/// interrupted, just as if nothing had happened. Signals that come meanwhile are kept and sent again.
/// </remarks>
internal sealed class RemoteThread
{
    private const int CallSignal = (int)SignalNumbers.SIGTRAP | 0x80;
    private const int AuxVdso = 33;
    private const int VdsoBytes = 4 * 4096;
    private const long LastErrno = 4095;

    private readonly UserRegisters _saved;
    private readonly ulong _instruction;
    private readonly List<int> _signals = [];

    /// <param name="thread">The thread.</param>
    /// <param name="process">Its process.</param>
    /// <exception cref="ForktopException">It is a 32-bit program, or has no vdso.</exception>
    internal RemoteThread(int thread, int process)
    {
        Id = thread;
        if (!Ptrace.TryGetRegisters(thread, out _saved, out bool is32Bit))
        {
            throw new ForktopException($"process {process} has ended");
        }

        if (is32Bit)
        {
            throw new ForktopException($"process {process} is a 32-bit program: calls cannot be injected into it");
        }

        _instruction = FindInstruction(process);
    }

    private RemoteThread(int thread, in UserRegisters saved, ulong instruction) => (Id, _saved, _instruction) = (thread, saved, instruction);

    /// <summary>The thread.</summary>
    internal int Id { get; }

    /// <summary>A process that this one has made, in the same state.</summary>
    internal RemoteThread Copy(int thread) => new(thread, _saved, _instruction);

    /// <summary>Does a call.</summary>
    /// <param name="onFork">Takes the stop of a call that made a process.</param>
    /// <param name="number">The call.</param>
    /// <param name="arguments">At most six.</param>
    /// <returns>Its result, or minus the errno; null when the thread was killed by it.</returns>
    internal long? Call(Action<ForkStop>? onFork, Sys number, params ReadOnlySpan<long> arguments)
    {
        UserRegisters registers = _saved;
        registers.rip = _instruction;
        registers.rax = (ulong)number;
        registers.orig_rax = ulong.MaxValue;
        registers.rdi = Argument(arguments, 0);
        registers.rsi = Argument(arguments, 1);
        registers.rdx = Argument(arguments, 2);
        registers.r10 = Argument(arguments, 3);
        registers.r8 = Argument(arguments, 4);
        registers.r9 = Argument(arguments, 5);

        // To the call's entry, then to its exit.
        if (!Ptrace.SetRegisters(Id, registers) || !RunToCall(null) || !RunToCall(onFork) || !Ptrace.TryGetRegisters(Id, out UserRegisters after, out _))
        {
            return null;
        }

        return (long)after.rax;
    }

    /// <summary>Sets the registers for a call that the thread does not come back from, such as exit_group or a successful execve.</summary>
    /// <returns>What the call gave if it came back; null when the thread stopped for an exec or ended.</returns>
    internal long? CallAndGo(out TraceStatus last, Sys number, params ReadOnlySpan<long> arguments)
    {
        last = default;
        UserRegisters registers = _saved;
        registers.rip = _instruction;
        registers.rax = (ulong)number;
        registers.orig_rax = ulong.MaxValue;
        registers.rdi = Argument(arguments, 0);
        registers.rsi = Argument(arguments, 1);
        registers.rdx = Argument(arguments, 2);
        registers.r10 = Argument(arguments, 3);
        registers.r8 = Argument(arguments, 4);
        if (!Ptrace.SetRegisters(Id, registers) || !RunToCall(null))
        {
            return null;
        }

        Ptrace.ContinueToCall(Id);
        while (true)
        {
            last = Wait();
            if (!last.IsStopped || last.Event == PtraceRequests.PTRACE_EVENT_EXEC)
            {
                return null;
            }

            if (last.Event == 0 && last.StopSignal == CallSignal)
            {
                return Ptrace.TryGetRegisters(Id, out UserRegisters after, out _) ? (long)after.rax : null;
            }

            if (!Ptrace.ContinueToCall(Id))
            {
                last = Wait();
                return null;
            }
        }
    }

    /// <summary>Puts the registers back and stops where the thread had been stopped at first.</summary>
    /// <returns>Whether it lives.</returns>
    internal bool Restore()
    {
        Ptrace.Interrupt(Id);
        if (!Ptrace.Continue(Id))
        {
            return false;
        }

        while (true)
        {
            TraceStatus status = Wait();
            if (!status.IsStopped)
            {
                return false;
            }

            if (status.Event == PtraceRequests.PTRACE_EVENT_STOP)
            {
                break;
            }

            Keep(status);
            Ptrace.Continue(Id);
        }

        return Ptrace.SetRegisters(Id, _saved);
    }

    /// <summary>Sends the signals again that came meanwhile.</summary>
    internal void SendKept()
    {
        foreach (int signal in _signals)
        {
            Signals.Send(Id, signal);
        }

        _signals.Clear();
    }

    /// <summary>Whether a result is an error, and which.</summary>
    internal static Errno ErrnoOf(long result) => result is < 0 and >= -LastErrno ? (Errno)(-result) : Errno.None;

    private bool RunToCall(Action<ForkStop>? onFork)
    {
        if (!Ptrace.ContinueToCall(Id))
        {
            return false;
        }

        while (true)
        {
            TraceStatus status = Wait();
            if (!status.IsStopped)
            {
                LastEnd = status;
                return false;
            }

            if (status.Event == 0 && status.StopSignal == CallSignal)
            {
                return true;
            }

            if (onFork is not null && status.Event is > 0 and <= (int)PtraceRequests.PTRACE_EVENT_CLONE && PtraceStop.Of(status, isNew: false) is ForkStop fork)
            {
                onFork(fork);
            }
            else
            {
                Keep(status);
            }

            if (!Ptrace.ContinueToCall(Id))
            {
                LastEnd = Wait();
                return false;
            }
        }
    }

    /// <summary>How the thread ended, when a call killed it.</summary>
    internal TraceStatus? LastEnd { get; private set; }

    private void Keep(in TraceStatus status)
    {
        if (status.Event == 0 && status.StopSignal != CallSignal)
        {
            _signals.Add(status.StopSignal);
        }
    }

    private TraceStatus Wait()
    {
        while (true)
        {
            if (Ptrace.TryWait(Id, out TraceStatus status, out bool nothingLeft))
            {
                return status;
            }

            if (nothingLeft)
            {
                return new TraceStatus(Id, (int)SignalNumbers.SIGKILL, default);
            }
        }
    }

    private static ulong Argument(ReadOnlySpan<long> arguments, int at) => at < arguments.Length ? (ulong)arguments[at] : 0;

    private static ulong FindInstruction(int process)
    {
        Span<byte> auxiliary = stackalloc byte[1024];
        int length = ProcessFile.Read($"/proc/{process}/auxv", auxiliary);
        for (int at = 0; at + 16 <= length; at += 16)
        {
            if (BitConverter.ToUInt64(auxiliary[at..]) != AuxVdso)
            {
                continue;
            }

            ulong vdso = BitConverter.ToUInt64(auxiliary[(at + 8)..]);
            byte[] code = new byte[VdsoBytes];
            int read = Ptrace.Read(process, vdso, code);

            // syscall is 0F 05. Found in the middle of another instruction it would serve as well.
            int found = code.AsSpan(0, read).IndexOf((ReadOnlySpan<byte>)[0x0F, 0x05]);
            if (found >= 0)
            {
                return vdso + (ulong)found;
            }
        }

        throw new ForktopException($"process {process} has no vdso with a system call in it: calls cannot be injected into it");
    }
}
