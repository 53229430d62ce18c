using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>Makes a blocking call of one thread return early with EINTR: the only way to reach a thread that waits for its tracees.</summary>
/// <remarks>
/// The signal is a real-time one that neither the runtime nor libc uses. Its handler is a pure function of libc, because no managed code may
/// run in a signal handler. A signal that arrives just before the call blocks is lost, so whoever wakes repeats it until it is answered.
/// </remarks>
public sealed unsafe class ThreadWaker
{
    private const int Signal = 62;

    private readonly int _thread;

    static ThreadWaker()
    {
        Libc.libc_sigaction action = new() { sa_handler = NativeLibrary.GetExport(NativeLibrary.Load("libc.so.6"), "abs") };
        SyscallException.Check(Libc.sigaction(Signal, &action, null), "sigaction", $"signal {Signal}");
    }

    /// <summary>For the calling thread.</summary>
    public ThreadWaker() => _thread = (int)Libc.gettid((nint)Sys.gettid);

    /// <summary>Sends the signal.</summary>
    public void Wake() => Libc.tgkill((nint)Sys.tgkill, Environment.ProcessId, _thread, Signal);
}
