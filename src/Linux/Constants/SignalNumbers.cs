namespace Helios.Linux;

/// <summary>Signal numbers of signal(7) and the operations of rt_sigprocmask(2). The names are the kernel's, so that the man pages explain them.</summary>
#pragma warning disable CS1591 // Each member is documented by the man page that the type names.
public static class SignalNumbers
{
    public const long SIGHUP = 1;
    public const long SIGINT = 2;
    public const long SIGQUIT = 3;
    public const long SIGILL = 4;
    public const long SIGTRAP = 5;
    public const long SIGABRT = 6;
    public const long SIGBUS = 7;
    public const long SIGFPE = 8;
    public const long SIGKILL = 9;
    public const long SIGUSR1 = 10;
    public const long SIGSEGV = 11;
    public const long SIGUSR2 = 12;
    public const long SIGPIPE = 13;
    public const long SIGALRM = 14;
    public const long SIGTERM = 15;
    public const long SIGSTKFLT = 16;
    public const long SIGCHLD = 17;
    public const long SIGCONT = 18;
    public const long SIGSTOP = 19;
    public const long SIGTSTP = 20;
    public const long SIGTTIN = 21;
    public const long SIGTTOU = 22;
    public const long SIGURG = 23;
    public const long SIGXCPU = 24;
    public const long SIGXFSZ = 25;
    public const long SIGVTALRM = 26;
    public const long SIGPROF = 27;
    public const long SIGWINCH = 28;
    public const long SIGIO = 29;
    public const long SIGPWR = 30;
    public const long SIGSYS = 31;
    public const long SIG_BLOCK = 0;
    public const long SIG_UNBLOCK = 1;
    public const long SIG_SETMASK = 2;
}
