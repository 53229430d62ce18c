namespace Helios.Linux;

/// <summary>Resources of prlimit(2). A limit of -1 is unlimited. The names are the kernel's, so that the man pages explain them.</summary>
#pragma warning disable CS1591 // Each member is documented by the man page that the type names.
public static class RlimitResources
{
    public const long RLIMIT_CPU = 0;
    public const long RLIMIT_FSIZE = 1;
    public const long RLIMIT_DATA = 2;
    public const long RLIMIT_STACK = 3;
    public const long RLIMIT_CORE = 4;
    public const long RLIMIT_RSS = 5;
    public const long RLIMIT_NPROC = 6;
    public const long RLIMIT_NOFILE = 7;
    public const long RLIMIT_MEMLOCK = 8;
    public const long RLIMIT_AS = 9;
    public const long RLIMIT_LOCKS = 10;
    public const long RLIMIT_SIGPENDING = 11;
    public const long RLIMIT_MSGQUEUE = 12;
    public const long RLIMIT_NICE = 13;
    public const long RLIMIT_RTPRIO = 14;
    public const long RLIMIT_RTTIME = 15;
}
