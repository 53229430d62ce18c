using Helios.Linux;

namespace Helios.Forktop;

/// <summary>Sending signals to processes whose numbers cannot be recycled meanwhile, because this one traces them or has just read of them.</summary>
internal static class Signals
{
    /// <summary>Sends one; false when the process has gone or may not be signalled.</summary>
    internal static bool Send(int pid, int signal)
    {
        try
        {
            using PidFd process = PidFd.Open(pid);
            return process.TrySignal(signal);
        }
        catch (SyscallException refused) when (refused.Errno is Errno.ESRCH or Errno.EPERM)
        {
            return false;
        }
    }

    /// <summary>The name: <c>SIGTERM</c>.</summary>
    internal static string Name(int signal) => signal switch
    {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        5 => "SIGTRAP",
        6 => "SIGABRT",
        7 => "SIGBUS",
        8 => "SIGFPE",
        9 => "SIGKILL",
        10 => "SIGUSR1",
        11 => "SIGSEGV",
        12 => "SIGUSR2",
        13 => "SIGPIPE",
        14 => "SIGALRM",
        15 => "SIGTERM",
        16 => "SIGSTKFLT",
        17 => "SIGCHLD",
        18 => "SIGCONT",
        19 => "SIGSTOP",
        20 => "SIGTSTP",
        21 => "SIGTTIN",
        22 => "SIGTTOU",
        23 => "SIGURG",
        24 => "SIGXCPU",
        25 => "SIGXFSZ",
        26 => "SIGVTALRM",
        27 => "SIGPROF",
        28 => "SIGWINCH",
        29 => "SIGIO",
        30 => "SIGPWR",
        31 => "SIGSYS",
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"SIGRT{signal}"),
    };
}
