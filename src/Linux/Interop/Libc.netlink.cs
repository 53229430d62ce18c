using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>linux/netlink.h</summary>
internal static unsafe partial class Libc
{
    [StructLayout(LayoutKind.Sequential)]
    internal struct sockaddr_nl
    {
        internal ushort nl_family;
        internal ushort nl_pad;
        internal uint nl_pid;
        internal uint nl_groups;
    }

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    internal static partial int netlink_bind(int sockfd, sockaddr_nl* addr, uint addrlen);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    internal static partial nint netlink_send(int sockfd, void* buf, nuint len, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    internal static partial nint netlink_recv(int sockfd, void* buf, nuint len, int flags);
}
