using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>A listening stream socket with a name in the file system. See unix(7).</summary>
public sealed unsafe class UnixListener : SafeFd
{
    private UnixListener(int fd)
        : base(fd)
    {
    }

    /// <summary>Listens at a path that does not exist yet. Non-blocking and close-on-exec.</summary>
    /// <param name="path">At most 107 bytes.</param>
    /// <param name="mode">The permissions that the name has from the first moment somebody can connect.</param>
    /// <param name="backlog">How many may wait to be accepted.</param>
    /// <exception cref="SyscallException">EADDRINUSE: there is a file of that name.</exception>
    public static UnixListener Listen(string path, UnixFileMode mode, int backlog = 128)
    {
        long type = SocketConstants.SOCK_STREAM | SocketConstants.SOCK_CLOEXEC | SocketConstants.SOCK_NONBLOCK;
        UnixListener listener = new(SyscallException.Check(Libc.socket((int)SocketConstants.AF_UNIX, (int)type, 0), "socket"));
        try
        {
            Libc.sockaddr_un address = UnixSocket.Address(path);
            SyscallException.Check(Libc.bind(listener.Number, &address, (uint)sizeof(Libc.sockaddr_un)), "bind", path);

            // Before listen nobody can connect, so the permissions are never wider than asked for.
            SyscallException.Check(Libc.chmod(path, (uint)mode), "chmod", path);
            SyscallException.Check(Libc.listen(listener.Number, backlog), "listen", path);
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Takes the next connection, non-blocking; null when nobody waits, or who waited has gone again.</summary>
    /// <exception cref="SyscallException">EMFILE or ENFILE: no descriptor is left; the connection keeps waiting.</exception>
    public UnixSocket? TryAccept()
    {
        while (true)
        {
            int fd = Libc.accept4(Number, null, null, (int)(SocketConstants.SOCK_CLOEXEC | SocketConstants.SOCK_NONBLOCK));
            if (fd >= 0)
            {
                return UnixSocket.Own(fd);
            }

            switch ((Errno)Marshal.GetLastPInvokeError())
            {
                case Errno.EINTR:
                    continue;
                case Errno.EAGAIN or Errno.ECONNABORTED:
                    return null;
                default:
                    SyscallException.ThrowLast("accept4");
                    break;
            }
        }
    }
}
