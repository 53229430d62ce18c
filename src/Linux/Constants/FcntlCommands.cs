namespace Helios.Linux;

/// <summary>Commands of fcntl(2) and flags of close_range(2). The names are the kernel's, so that the man pages explain them.</summary>
#pragma warning disable CS1591 // Each member is documented by the man page that the type names.
public static class FcntlCommands
{
    public const long F_DUPFD = 0;
    public const long F_GETFD = 1;
    public const long F_SETFD = 2;
    public const long F_GETFL = 3;
    public const long F_SETFL = 4;
    public const long F_DUPFD_CLOEXEC = 1030;
    public const long F_SETPIPE_SZ = 1031;
    public const long F_GETPIPE_SZ = 1032;
    public const long F_ADD_SEALS = 1033;
    public const long F_GET_SEALS = 1034;
    public const long FD_CLOEXEC = 1;
    public const long CLOSE_RANGE_UNSHARE = 2;
    public const long CLOSE_RANGE_CLOEXEC = 4;
}
