using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>The signals of this process as something that can be polled, for programs whose business signals are.</summary>
/// <remarks>
/// <para>The runtime's own signal support ends the process, reaps children and changes terminal modes as it sees fit, and its handlers run on a
/// pool thread some time later. A signalfd would do, but only if every thread of the runtime blocked the signals. So the handler here is a
/// few bytes of machine code: it counts the signal and writes to an eventfd, and touches neither the runtime nor libc.</para>
/// <para>A handler is not inherited: clone3 sets it back to the default in children of <see cref="Launcher"/>, and exec does so anyway. An ignored
/// signal is inherited; the script says what becomes of it.</para>
/// <para>One for a process, for its whole life: a handler may be running on any thread, so its code and page are never unmapped.</para>
/// </remarks>
public sealed unsafe class SignalInbox
{
    private const int PROT_EXEC = 4;
    private const ulong SA_RESTORER = 0x0400_0000;
    private const ulong SA_RESTART = 0x1000_0000;
    private const int Last = 64;

    private static readonly Lazy<SignalInbox> s_process = new(static () => new SignalInbox(wakes: true));
    private static readonly Lazy<SignalInbox> s_children = new(static () => new SignalInbox(wakes: false));

    private readonly EventFd? _event;
    private readonly SignalPage* _page;
    private readonly nint _handler;

    private SignalInbox(bool wakes)
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            throw new PlatformNotSupportedException($"catching signals needs x86-64: there is no handler for {RuntimeInformation.RuntimeIdentifier}");
        }

        _page = (SignalPage*)Map();
        _event = wakes ? EventFd.Create() : null;
        _page->EventFd = _event?.Number ?? -1;
        _page->One = 1;
        nint code = Map();
        Span<byte> target = new((void*)code, SignalStubX64.Code.Length);
        SignalStubX64.Code.CopyTo(target);
        MemoryMarshal.Write(target[SignalStubX64.PageAddress..], (long)_page);
        SyscallException.Check(Libc.mprotect(code, Environment.SystemPageSize, Libc.PROT_READ | PROT_EXEC), "mprotect", "signal handler");
        _handler = code;
    }

    /// <summary>The inbox of this process; catches nothing at first.</summary>
    public static SignalInbox OfProcess => s_process.Value;

    /// <summary>
    /// What came to children that share this process's memory, between <see cref="SpawnScript.UnblockSignals"/> and exec: see
    /// <see cref="SpawnScript.NoteSignal"/>. It wakes nobody; whoever launches asks it afterwards.
    /// </summary>
    public static SignalInbox OfChildren => s_children.Value;

    /// <summary>Readable when a caught signal has come. Take its count before asking <see cref="TryTake"/>.</summary>
    public EventFd Event => _event ?? throw new InvalidOperationException("this inbox wakes nobody");

    /// <summary>What the process does with a signal now.</summary>
    public static SignalDisposition Disposition(int signal)
    {
        Libc.kernel_sigaction action = default;
        SyscallException.Check((int)Libc.rt_sigaction((nint)Sys.rt_sigaction, signal, null, &action, Libc.KernelSigsetBytes), "rt_sigaction", $"signal {signal}");
        return action.handler switch
        {
            Libc.SIG_DFL => SignalDisposition.Default,
            Libc.SIG_IGN => SignalDisposition.Ignored,
            _ => SignalDisposition.Caught,
        };
    }

    /// <summary>Lets a signal end in this inbox.</summary>
    /// <param name="signal">Its number.</param>
    /// <param name="restarts">Whether calls that it interrupts go on (SA_RESTART) instead of failing with EINTR; poll always fails.</param>
    public void Catch(int signal, bool restarts)
        => Set(signal, Action(restarts));

    /// <summary>Sets a signal to the kernel's default, or ignores it.</summary>
    public static void SetDisposition(int signal, bool ignored)
        => Set(signal, new Libc.kernel_sigaction { handler = ignored ? Libc.SIG_IGN : Libc.SIG_DFL });

    /// <summary>Unblocks every signal of the calling thread: whoever started this program may have left some blocked.</summary>
    public static void UnblockAll()
    {
        ulong none = 0;
        SyscallException.Check(
            (int)Libc.rt_sigprocmask((nint)Sys.rt_sigprocmask, (int)SignalNumbers.SIG_SETMASK, &none, null, Libc.KernelSigsetBytes), "rt_sigprocmask");
    }

    /// <summary>Takes one signal of those that have come; several of one kind may be counted as fewer.</summary>
    public bool TryTake(out int signal)
    {
        for (signal = 1; signal <= Last; signal++)
        {
            if (Interlocked.Exchange(ref _page->Counters[signal], 0) != 0)
            {
                return true;
            }
        }

        return false;
    }

    internal Libc.kernel_sigaction Action(bool restarts) => new()
    {
        handler = _handler,
        flags = SA_RESTORER | (restarts ? SA_RESTART : 0),
        restorer = _handler + SignalStubX64.Return,
    };

    private static void Set(int signal, Libc.kernel_sigaction action)
        => SyscallException.Check(
            (int)Libc.rt_sigaction((nint)Sys.rt_sigaction, signal, &action, null, Libc.KernelSigsetBytes), "rt_sigaction", $"signal {signal}");

    private static nint Map()
    {
        nint address = Libc.mmap(0, Environment.SystemPageSize, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS, -1, 0);
        if (address == -1)
        {
            SyscallException.ThrowLast("mmap", "signal handler");
        }

        return address;
    }

    /// <summary>What the handler reads and writes; SignalStub.x64.S knows the offsets.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct SignalPage
    {
        internal int EventFd;
        internal ulong One;
        internal fixed int Counters[Last + 1];
    }
}
