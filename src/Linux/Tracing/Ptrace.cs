using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>The calls of ptrace(2), one method each. A tracee belongs to one thread of its tracer, and only that thread may use these on it.</summary>
/// <remarks>A tracee can be killed at any moment, so ESRCH is an answer (false) and no failure: the wait status that tells of its end follows.</remarks>
public static unsafe class Ptrace
{
    /// <summary>Begins to trace a thread without stopping it.</summary>
    /// <param name="thread">Its id.</param>
    /// <param name="options">PTRACE_O_* of <see cref="PtraceRequests"/>.</param>
    /// <returns>None, or why it was refused: EPERM (no right to, or somebody else traces it already), ESRCH (gone).</returns>
    public static Errno Seize(int thread, long options) => Call(PtraceRequests.PTRACE_SEIZE, thread, 0, (nint)options);

    /// <summary>Asks a running thread to stop; it reports PTRACE_EVENT_STOP.</summary>
    public static bool Interrupt(int thread) => Try(PtraceRequests.PTRACE_INTERRUPT, thread, 0, 0, "PTRACE_INTERRUPT");

    /// <summary>Lets a stopped thread run, with a signal or without (0).</summary>
    public static bool Continue(int thread, int signal = 0) => Try(PtraceRequests.PTRACE_CONT, thread, 0, signal, "PTRACE_CONT");

    /// <summary>The same, up to the entry or exit of its next system call.</summary>
    public static bool ContinueToCall(int thread, int signal = 0) => Try(PtraceRequests.PTRACE_SYSCALL, thread, 0, signal, "PTRACE_SYSCALL");

    /// <summary>Leaves a thread in its group stop, but lets it report what ends that.</summary>
    public static bool Listen(int thread) => Try(PtraceRequests.PTRACE_LISTEN, thread, 0, 0, "PTRACE_LISTEN");

    /// <summary>Ends the tracing of a stopped thread, which runs on.</summary>
    public static bool Detach(int thread, int signal = 0) => Try(PtraceRequests.PTRACE_DETACH, thread, 0, signal, "PTRACE_DETACH");

    /// <summary>The message of an event stop: the new thread's id, the former id, the exit status or the data of a seccomp filter.</summary>
    public static bool TryGetMessage(int thread, out ulong message)
    {
        ulong value = 0;
        bool got = Try(PtraceRequests.PTRACE_GETEVENTMSG, thread, 0, (nint)(&value), "PTRACE_GETEVENTMSG");
        message = value;
        return got;
    }

    /// <summary>Where a stopped thread is.</summary>
    public static bool TryGetCall(int thread, out TracedCall call)
    {
        TracedCall.Raw raw = default;
        bool got = Try(PtraceRequests.PTRACE_GET_SYSCALL_INFO, thread, sizeof(TracedCall.Raw), (nint)(&raw), "PTRACE_GET_SYSCALL_INFO");
        call = new TracedCall(raw.op, raw.arch, raw.stack_pointer, (long)raw.first, (long)raw.first);
        return got;
    }

    /// <summary>The registers of a stopped thread.</summary>
    /// <param name="thread">Its id.</param>
    /// <param name="registers">Of a 64-bit program; of a 32-bit one the registers that its system calls use, under their 64-bit names.</param>
    /// <param name="is32Bit">Whether it is one.</param>
    public static bool TryGetRegisters(int thread, out UserRegisters registers, out bool is32Bit)
    {
        UserRegisters read = default;
        Libc.iovec vector = new() { iov_base = &read, iov_len = (nuint)sizeof(UserRegisters) };
        bool got = Try(PtraceRequests.PTRACE_GETREGSET, thread, Libc.NT_PRSTATUS, (nint)(&vector), "PTRACE_GETREGSET");
        is32Bit = got && vector.iov_len != (nuint)sizeof(UserRegisters);
        registers = is32Bit ? Widen((uint*)&read) : read;
        return got;
    }

    /// <summary>Sets the registers of a stopped thread of a 64-bit program.</summary>
    public static bool SetRegisters(int thread, in UserRegisters registers)
    {
        UserRegisters copy = registers;
        Libc.iovec vector = new() { iov_base = &copy, iov_len = (nuint)sizeof(UserRegisters) };
        return Try(PtraceRequests.PTRACE_SETREGSET, thread, Libc.NT_PRSTATUS, (nint)(&vector), "PTRACE_SETREGSET");
    }

    /// <summary>Who sent the signal that a thread is stopped for.</summary>
    /// <param name="thread">Its id.</param>
    /// <param name="sender">The process; 0 when the kernel sent it.</param>
    public static bool TryGetSender(int thread, out int sender)
    {
        Libc.siginfo_t info = default;
        bool got = Try(PtraceRequests.PTRACE_GETSIGINFO, thread, 0, (nint)(&info), "PTRACE_GETSIGINFO");

        // SI_USER, SI_QUEUE and SI_TKILL; the rest comes from the kernel, and the field means something else there.
        sender = info.si_code is 0 or -1 or -6 ? info.si_pid : 0;
        return got;
    }

    /// <summary>The PTRACE_EVENT_* that a thread is stopped for at this moment; 0 for another stop.</summary>
    /// <remarks>A killed thread leaves any stop by itself, for the one of its end.</remarks>
    public static bool TryGetEvent(int thread, out int happened)
    {
        Libc.siginfo_t info = default;
        bool got = Try(PtraceRequests.PTRACE_GETSIGINFO, thread, 0, (nint)(&info), "PTRACE_GETSIGINFO");
        happened = info.si_code >> 8;
        return got;
    }

    /// <summary>The classic BPF program of a seccomp filter of a stopped thread, oldest first; null when there is none at that place.</summary>
    /// <param name="thread">Its id.</param>
    /// <param name="index">0 is the oldest.</param>
    /// <param name="refusal">EACCES without CAP_SYS_ADMIN, EINVAL without a kernel that has checkpoint and restore.</param>
    public static byte[]? SeccompFilter(int thread, int index, out Errno refusal)
    {
        nint count = Libc.ptrace((nint)Sys.ptrace, (nint)PtraceRequests.PTRACE_SECCOMP_GET_FILTER, thread, index, 0);
        refusal = count < 0 ? (Errno)Marshal.GetLastPInvokeError() : Errno.None;
        if (count <= 0)
        {
            return null;
        }

        byte[] program = new byte[count * 8];
        fixed (byte* first = program)
        {
            count = Libc.ptrace((nint)Sys.ptrace, (nint)PtraceRequests.PTRACE_SECCOMP_GET_FILTER, thread, index, (nint)first);
            refusal = count < 0 ? (Errno)Marshal.GetLastPInvokeError() : Errno.None;
        }

        return count < 0 ? null : program;
    }

    /// <summary>Waits until a thread that the calling thread traces has stopped or ended. False when a signal woke the call, or there is nothing to wait for.</summary>
    /// <param name="thread">The thread; -1 for any.</param>
    /// <param name="status">What happened.</param>
    /// <param name="nothingLeft">Whether the calling thread traces nothing.</param>
    /// <param name="block">False to look only.</param>
    public static bool TryWait(int thread, out TraceStatus status, out bool nothingLeft, bool block = true)
    {
        int raw = 0;
        Libc.rusage usage = default;
        int options = Libc.__WALL | Libc.__WNOTHREAD | (block ? 0 : Libc.WNOHANG);
        int found = Libc.wait4(thread, &raw, options, &usage);
        nothingLeft = false;
        if (found > 0)
        {
            ResourceUsage used = (raw & 0xFF) == 0x7F ? default : new ResourceUsage(
                Time(usage.utime_sec, usage.utime_usec), Time(usage.stime_sec, usage.stime_usec), usage.maxrss * 1024);
            status = new TraceStatus(found, raw, used);
            return true;
        }

        status = default;
        if (found < 0)
        {
            Errno errno = (Errno)Marshal.GetLastPInvokeError();
            nothingLeft = errno == Errno.ECHILD;
            if (!nothingLeft && errno != Errno.EINTR)
            {
                throw new SyscallException("wait4", errno);
            }
        }

        return false;
    }

    /// <summary>Copies memory of a process, up to the first page that it does not have.</summary>
    /// <returns>How many bytes were read.</returns>
    public static int Read(int process, ulong address, Span<byte> into) => Transfer(process, address, into, write: false);

    /// <summary>Writes memory of a process.</summary>
    /// <returns>How many bytes were written.</returns>
    public static int Write(int process, ulong address, ReadOnlySpan<byte> from)
        => Transfer(process, address, MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(from), from.Length), write: true);

    private static TimeSpan Time(long seconds, long microseconds) => new((seconds * TimeSpan.TicksPerSecond) + (microseconds * TimeSpan.TicksPerMicrosecond));

    // The kernel transfers whole elements: one for each page, so that a page that is missing costs only itself and what follows it.
    private static int Transfer(int process, ulong address, Span<byte> here, bool write)
    {
        const int Most = 64;
        Libc.iovec* remote = stackalloc Libc.iovec[Most];
        int done = 0;
        ulong page = (ulong)Environment.SystemPageSize;
        fixed (byte* first = here)
        {
            while (done < here.Length)
            {
                int elements = 0;
                int bytes = 0;
                while (elements < Most && done + bytes < here.Length)
                {
                    ulong at = address + (ulong)(done + bytes);
                    int room = (int)Math.Min((ulong)(here.Length - done - bytes), page - (at % page));
                    remote[elements++] = new Libc.iovec { iov_base = (void*)at, iov_len = (nuint)room };
                    bytes += room;
                }

                Libc.iovec local = new() { iov_base = first + done, iov_len = (nuint)bytes };
                nint moved = write
                    ? Libc.process_vm_writev(process, &local, 1, remote, (nuint)elements, 0)
                    : Libc.process_vm_readv(process, &local, 1, remote, (nuint)elements, 0);
                if (moved <= 0)
                {
                    return done;
                }

                done += (int)moved;
                if (moved < bytes)
                {
                    return done;
                }
            }
        }

        return done;
    }

    private static UserRegisters Widen(uint* r) => new()
    {
        rbx = r[0],
        rcx = r[1],
        rdx = r[2],
        rsi = r[3],
        rdi = r[4],
        rbp = r[5],
        rax = (ulong)(int)r[6],
        orig_rax = (ulong)(int)r[11],
        rip = r[12],
        rsp = r[15],
    };

    private static Errno Call(long request, int thread, nint address, nint data)
        => Libc.ptrace((nint)Sys.ptrace, (nint)request, thread, address, data) >= 0 ? Errno.None : (Errno)Marshal.GetLastPInvokeError();

    private static bool Try(long request, int thread, nint address, nint data, string name)
        => Call(request, thread, address, data) switch
        {
            Errno.None => true,
            Errno.ESRCH => false,
            Errno errno => throw new SyscallException("ptrace " + name, errno, $"thread {thread}"),
        };
}
