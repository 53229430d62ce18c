namespace Helios.Linux;

/// <summary>Families, types, options and flags of socket(2), sendmsg(2) and netdevice(7). The names are the kernel's, so that the man pages explain them.</summary>
#pragma warning disable CS1591 // Each member is documented by the man page that the type names.
public static class SocketConstants
{
    public const long AF_UNIX = 1;
    public const long AF_INET = 2;
    public const long AF_INET6 = 10;
    public const long AF_NETLINK = 16;
    public const long SOCK_STREAM = 1;
    public const long SOCK_DGRAM = 2;
    public const long SOCK_RAW = 3;
    public const long SOCK_SEQPACKET = 5;
    public const long SOCK_CLOEXEC = 524288;
    public const long SOCK_NONBLOCK = 2048;
    public const long SOL_SOCKET = 1;
    public const long SO_PASSCRED = 16;
    public const long SO_PEERCRED = 17;
    public const long SO_RCVTIMEO = 20;
    public const long SO_SNDTIMEO = 21;
    public const long SCM_RIGHTS = 1;
    public const long SCM_CREDENTIALS = 2;
    public const long MSG_PEEK = 2;
    public const long MSG_CTRUNC = 8;
    public const long MSG_TRUNC = 32;
    public const long MSG_DONTWAIT = 64;
    public const long MSG_NOSIGNAL = 16384;
    public const long MSG_CMSG_CLOEXEC = 1073741824;
    public const long SO_RCVBUFFORCE = 33;
    public const long NETLINK_ROUTE = 0;
    public const long NETLINK_CONNECTOR = 11;
    public const long IFF_UP = 1;
    public const long IFF_RUNNING = 64;
}
