using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace Helios.Linux;

public sealed unsafe partial class UnixSocket
{
    /// <summary>Connects to a listening stream socket. Blocking and close-on-exec.</summary>
    /// <exception cref="SyscallException">ENOENT: no such socket. ECONNREFUSED: nobody listens any more. EACCES: its permissions.</exception>
    public static UnixSocket Connect(string path)
    {
        long type = SocketConstants.SOCK_STREAM | SocketConstants.SOCK_CLOEXEC;
        UnixSocket socket = new(SyscallException.Check(Libc.socket((int)SocketConstants.AF_UNIX, (int)type, 0), "socket"), true);
        Libc.sockaddr_un address = Address(path);
        while (Libc.connect(socket.Number, &address, (uint)sizeof(Libc.sockaddr_un)) != 0)
        {
            Errno errno = (Errno)Marshal.GetLastPInvokeError();
            if (errno != Errno.EINTR)
            {
                socket.Dispose();
                throw new SyscallException("connect", errno, path);
            }
        }

        return socket;
    }

    /// <summary>Asks the kernel who connected.</summary>
    public PeerCredentials GetPeer()
    {
        Libc.ucred peer;
        uint length = (uint)sizeof(Libc.ucred);
        SyscallException.Check(
            Libc.getsockopt(Number, (int)SocketConstants.SOL_SOCKET, (int)SocketConstants.SO_PEERCRED, &peer, &length), "getsockopt SO_PEERCRED");
        return new PeerCredentials(peer.pid, peer.uid, peer.gid, GetPeerGroups());
    }

    /// <summary>Has the kernel tell with every datagram which process sent it. See SO_PASSCRED in unix(7).</summary>
    public void TellSenders()
    {
        int on = 1;
        SyscallException.Check(Libc.setsockopt(Number, (int)SocketConstants.SOL_SOCKET, (int)SocketConstants.SO_PASSCRED, &on, sizeof(int)), "setsockopt SO_PASSCRED");
    }

    /// <summary>Takes the next datagram and the number of the process that sent it; descriptors that come along are closed. Does not wait.</summary>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="processId">The sender as this process sees it; 0 when it does not.</param>
    /// <returns>The number of bytes; -1 for a datagram longer than the buffer.</returns>
    /// <exception cref="SyscallException">EAGAIN: there is none.</exception>
    public int ReceiveFrom(Span<byte> buffer, out int processId)
    {
        processId = 0;
        int controlBytes = Align(s_headerBytes + sizeof(Libc.ucred)) + ControlBytes(MaxDescriptors);
        byte* control = stackalloc byte[Align(s_headerBytes + sizeof(Libc.ucred)) + ControlBytes(MaxDescriptors)];
        fixed (byte* start = buffer)
        {
            Libc.iovec vector = new() { iov_base = start, iov_len = (nuint)buffer.Length };
            Libc.msghdr message = new() { msg_iov = &vector, msg_iovlen = 1, msg_control = control, msg_controllen = (nuint)controlBytes };
            nint received;
            while ((received = Libc.recvmsg(Number, &message, (int)(SocketConstants.MSG_CMSG_CLOEXEC | SocketConstants.MSG_DONTWAIT))) < 0)
            {
                ThrowUnlessInterrupted("recvmsg");
            }

            processId = SenderIn(message);
            List<FileFd> descriptors = [];
            Collect(message, descriptors);
            descriptors.ForEach(static descriptor => descriptor.Dispose());
            return (message.msg_flags & SocketConstants.MSG_TRUNC) == 0 ? (int)received : -1;
        }
    }

    private static int SenderIn(in Libc.msghdr message)
    {
        byte* at = (byte*)message.msg_control;
        byte* end = at + message.msg_controllen;
        while (at + s_headerBytes <= end)
        {
            Libc.cmsghdr* header = (Libc.cmsghdr*)at;
            if (header->cmsg_len < (nuint)s_headerBytes)
            {
                break;
            }

            if (header->cmsg_level == SocketConstants.SOL_SOCKET && header->cmsg_type == SocketConstants.SCM_CREDENTIALS)
            {
                return ((Libc.ucred*)(header + 1))->pid;
            }

            at += Align((int)header->cmsg_len);
        }

        return 0;
    }

    /// <summary>As <see cref="Send"/> on a non-blocking socket, but a full one is -1.</summary>
    public int TrySend(ReadOnlySpan<byte> bytes, params ReadOnlySpan<SafeFd> descriptors)
    {
        try
        {
            return Send(bytes, descriptors);
        }
        catch (SyscallException full) when (full.Errno == Errno.EAGAIN)
        {
            return -1;
        }
    }

    internal static UnixSocket Own(int fd) => new(fd, true);

    internal static Libc.sockaddr_un Address(string path)
    {
        Libc.sockaddr_un address = new() { sun_family = (ushort)SocketConstants.AF_UNIX };
        Span<byte> place = new(address.sun_path, Libc.sockaddr_un.PathBytes - 1);
        return Encoding.UTF8.TryGetBytes(path, place, out _)
            ? address
            : throw new ReasonException($"'{path}' is longer than the {Libc.sockaddr_un.PathBytes - 1} bytes that a socket's name can have");
    }

    private ImmutableArray<uint> GetPeerGroups()
    {
        const int MostGroups = 65536;
        uint[] groups = new uint[64];
        while (true)
        {
            uint length = (uint)groups.Length * sizeof(uint);
            int result;
            fixed (uint* start = groups)
            {
                result = Libc.getsockopt(Number, (int)SocketConstants.SOL_SOCKET, Libc.SO_PEERGROUPS, start, &length);
            }

            if (result == 0)
            {
                return [.. groups.AsSpan(0, (int)(length / sizeof(uint)))];
            }

            if ((Errno)Marshal.GetLastPInvokeError() != Errno.ERANGE || groups.Length >= MostGroups)
            {
                SyscallException.ThrowLast("getsockopt SO_PEERGROUPS");
            }

            groups = new uint[groups.Length * 2];
        }
    }
}
