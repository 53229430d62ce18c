using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>A connected Unix socket that can carry descriptors. See unix(7), SCM_RIGHTS.</summary>
/// <remarks>EINTR is retried; a full or empty non-blocking socket is EAGAIN.</remarks>
public sealed unsafe partial class UnixSocket : SafeFd
{
    /// <summary>How many descriptors one message can carry (SCM_MAX_FD).</summary>
    public const int MaxDescriptors = 253;

    private static readonly int s_headerBytes = sizeof(Libc.cmsghdr);

    private UnixSocket(int fd, bool ownsHandle)
        : base(fd, ownsHandle)
    {
    }

    /// <summary>Two sockets connected to each other, close-on-exec. See socketpair(2).</summary>
    /// <param name="type">SOCK_STREAM, SOCK_DGRAM or SOCK_SEQPACKET of <see cref="SocketConstants"/>.</param>
    public static (UnixSocket First, UnixSocket Second) CreatePair(long type = SocketConstants.SOCK_SEQPACKET)
    {
        int* ends = stackalloc int[2];
        SyscallException.Check(
            Libc.socketpair((int)SocketConstants.AF_UNIX, (int)(type | SocketConstants.SOCK_CLOEXEC), 0, ends), "socketpair");
        return (new UnixSocket(ends[0], true), new UnixSocket(ends[1], true));
    }

    /// <summary>A view of a socket that somebody else owns, such as a <see cref="System.Net.Sockets.Socket"/>; disposing it closes nothing.</summary>
    public static UnixSocket Borrow(int number) => new(number, false);

    /// <summary>Sends bytes with duplicates of descriptors. One call: a stream socket may take fewer bytes, the descriptors go with the first.</summary>
    /// <param name="bytes">At least one byte when descriptors go along.</param>
    /// <param name="descriptors">At most <see cref="MaxDescriptors"/>.</param>
    /// <returns>The number of bytes sent.</returns>
    public int Send(ReadOnlySpan<byte> bytes, params ReadOnlySpan<SafeFd> descriptors)
    {
        if (descriptors.Length > MaxDescriptors || (descriptors.Length > 0 && bytes.IsEmpty))
        {
            throw new ArgumentException($"a message carries at most {MaxDescriptors} descriptors, and at least one byte with them");
        }

        byte* control = stackalloc byte[ControlBytes(MaxDescriptors)];
        // Sound because the span is pinned and the control buffer is ours for the one call; the caller keeps the handles alive.
        fixed (byte* start = bytes)
        {
            Libc.iovec vector = new() { iov_base = start, iov_len = (nuint)bytes.Length };
            Libc.msghdr message = new() { msg_iov = &vector, msg_iovlen = 1 };
            if (descriptors.Length > 0)
            {
                new Span<byte>(control, ControlBytes(descriptors.Length)).Clear();
                Libc.cmsghdr* header = (Libc.cmsghdr*)control;
                header->cmsg_len = (nuint)(s_headerBytes + (descriptors.Length * sizeof(int)));
                header->cmsg_level = (int)SocketConstants.SOL_SOCKET;
                header->cmsg_type = (int)SocketConstants.SCM_RIGHTS;
                int* numbers = (int*)(header + 1);
                for (int i = 0; i < descriptors.Length; i++)
                {
                    numbers[i] = descriptors[i].Number;
                }

                message.msg_control = control;
                message.msg_controllen = (nuint)ControlBytes(descriptors.Length);
            }

            while (true)
            {
                nint sent = Libc.sendmsg(Number, &message, (int)SocketConstants.MSG_NOSIGNAL);
                if (sent >= 0)
                {
                    return (int)sent;
                }

                ThrowUnlessInterrupted("sendmsg");
            }
        }
    }

    /// <summary>Receives bytes and the descriptors that came with them, which the caller then owns. Zero bytes is end-of-file.</summary>
    /// <param name="buffer">Where the bytes go; the rest of a longer packet is lost.</param>
    /// <param name="descriptors">Gets the descriptors, close-on-exec, in the order sent.</param>
    /// <exception cref="IOException">The kernel had to drop descriptors, because this process has no numbers left; those that arrived are closed.</exception>
    public int Receive(Span<byte> buffer, ICollection<FileFd> descriptors)
    {
        ArgumentNullException.ThrowIfNull(descriptors);
        int controlBytes = ControlBytes(MaxDescriptors);
        byte* control = stackalloc byte[ControlBytes(MaxDescriptors)];
        fixed (byte* start = buffer)
        {
            Libc.iovec vector = new() { iov_base = start, iov_len = (nuint)buffer.Length };
            while (true)
            {
                Libc.msghdr message = new() { msg_iov = &vector, msg_iovlen = 1, msg_control = control, msg_controllen = (nuint)controlBytes };
                nint received = Libc.recvmsg(Number, &message, (int)SocketConstants.MSG_CMSG_CLOEXEC);
                if (received >= 0)
                {
                    Collect(message, descriptors);
                    return (int)received;
                }

                ThrowUnlessInterrupted("recvmsg");
            }
        }
    }

    private static void Collect(in Libc.msghdr message, ICollection<FileFd> descriptors)
    {
        bool dropped = (message.msg_flags & SocketConstants.MSG_CTRUNC) != 0;
        byte* at = (byte*)message.msg_control;
        byte* end = at + message.msg_controllen;
        while (at + s_headerBytes <= end)
        {
            Libc.cmsghdr* header = (Libc.cmsghdr*)at;
            if (header->cmsg_len < (nuint)s_headerBytes)
            {
                break;
            }

            if (header->cmsg_level == SocketConstants.SOL_SOCKET && header->cmsg_type == SocketConstants.SCM_RIGHTS)
            {
                int count = ((int)header->cmsg_len - s_headerBytes) / sizeof(int);
                for (int i = 0; i < count; i++)
                {
                    FileFd descriptor = new(((int*)(header + 1))[i]);
                    if (dropped)
                    {
                        descriptor.Dispose();
                    }
                    else
                    {
                        descriptors.Add(descriptor);
                    }
                }
            }

            at += Align((int)header->cmsg_len);
        }

        if (dropped)
        {
            throw new ReasonException("recvmsg: descriptors were dropped, because too many files are open");
        }
    }

    private static int ControlBytes(int descriptors) => Align(s_headerBytes + (descriptors * sizeof(int)));

    private static int Align(int bytes) => (bytes + sizeof(nint) - 1) & ~(sizeof(nint) - 1);

    private static void ThrowUnlessInterrupted(string call)
    {
        if ((Errno)Marshal.GetLastPInvokeError() != Errno.EINTR)
        {
            SyscallException.ThrowLast(call);
        }
    }
}
