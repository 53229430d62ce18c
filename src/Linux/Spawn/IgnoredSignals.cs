namespace Helios.Linux;

/// <summary>The signals that a child of this process would inherit as ignored.</summary>
internal static unsafe class IgnoredSignals
{
    private const int Last = 64;

    /// <summary>SIGPIPE always, because the runtime ignores it; others when whoever started us ignored them (nohup).</summary>
    internal static IEnumerable<int> Current()
    {
        for (int signal = 1; signal <= Last; signal++)
        {
            if (signal == SignalNumbers.SIGPIPE || IsIgnored(signal))
            {
                yield return signal;
            }
        }
    }

    private static bool IsIgnored(int signal)
    {
        Libc.kernel_sigaction action = default;
        return Libc.rt_sigaction((nint)Sys.rt_sigaction, signal, null, &action, Libc.KernelSigsetBytes) == 0 && action.handler == Libc.SIG_IGN;
    }
}
