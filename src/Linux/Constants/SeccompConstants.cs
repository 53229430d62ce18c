namespace Helios.Linux;

/// <summary>Operations, flags and filter results of seccomp(2). The names are the kernel's, so that the man pages explain them.</summary>
#pragma warning disable CS1591 // Each member is documented by the man page that the type names.
public static class SeccompConstants
{
    public const long SECCOMP_SET_MODE_STRICT = 0;
    public const long SECCOMP_SET_MODE_FILTER = 1;
    public const long SECCOMP_GET_ACTION_AVAIL = 2;
    public const long SECCOMP_GET_NOTIF_SIZES = 3;
    public const long SECCOMP_FILTER_FLAG_TSYNC = 1;
    public const long SECCOMP_FILTER_FLAG_LOG = 2;
    public const long SECCOMP_FILTER_FLAG_SPEC_ALLOW = 4;
    public const long SECCOMP_FILTER_FLAG_NEW_LISTENER = 8;
    public const long SECCOMP_RET_KILL_PROCESS = 0x80000000;
    public const long SECCOMP_RET_KILL_THREAD = 0;
    public const long SECCOMP_RET_TRAP = 0x30000;
    public const long SECCOMP_RET_ERRNO = 0x50000;
    public const long SECCOMP_RET_USER_NOTIF = 0x7fc00000;
    public const long SECCOMP_RET_TRACE = 0x7ff00000;
    public const long SECCOMP_RET_LOG = 0x7ffc0000;
    public const long SECCOMP_RET_ALLOW = 0x7fff0000;
}
