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
