using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>The kernel's process events over netlink: every fork, exec, exit and change of ids on the machine. Needs CAP_NET_ADMIN. See linux/cn_proc.h.</summary>
/// <remarks>The kernel drops events for a reader that is too slow; <see cref="ProcessEventKind.Lost"/> says so.</remarks>
public sealed unsafe class ProcessConnector : SafeFd
{
    private const int NetlinkHeader = 16;
    private const int ConnectorHeader = 20;
    private const uint ProcessGroup = 1;
    private const int BufferBytes = 8 * 1024 * 1024;

    private ProcessConnector(int fd)
        : base(fd)
    {
    }

    /// <summary>Begins to listen.</summary>
    /// <exception cref="SyscallException">EPERM; EPROTONOSUPPORT on kernels built without it.</exception>
    public static ProcessConnector Open()
    {
        ProcessConnector connector = new(SyscallException.Check(
            Libc.socket((int)SocketConstants.AF_NETLINK, (int)(SocketConstants.SOCK_DGRAM | SocketConstants.SOCK_CLOEXEC), (int)SocketConstants.NETLINK_CONNECTOR),
            "socket", "process connector"));
        try
        {
            Libc.sockaddr_nl address = new() { nl_family = (ushort)SocketConstants.AF_NETLINK, nl_groups = ProcessGroup };
            SyscallException.Check(Libc.netlink_bind(connector.Number, &address, (uint)sizeof(Libc.sockaddr_nl)), "bind", "process connector");

            // Best effort: the default holds a few hundred events.
            int bytes = BufferBytes;
            _ = Libc.setsockopt(connector.Number, (int)SocketConstants.SOL_SOCKET, (int)SocketConstants.SO_RCVBUFFORCE, &bytes, sizeof(int));
            connector.Subscribe();
            return connector;
        }
        catch
        {
            connector.Dispose();
            throw;
        }
    }

    /// <summary>Waits for the next event. False for a message that is none.</summary>
    public bool TryRead(out ProcessEvent happened)
    {
        byte* buffer = stackalloc byte[1024];
        nint length = Libc.netlink_recv(Number, buffer, 1024, 0);
        happened = default;
        if (length < 0)
        {
            Errno errno = (Errno)Marshal.GetLastPInvokeError();
            if (errno == Errno.ENOBUFS)
            {
                happened = new ProcessEvent { Kind = ProcessEventKind.Lost };
                return true;
            }

            return errno == Errno.EINTR ? false : throw new SyscallException("recv", errno, "process connector");
        }

        return TryParse(new ReadOnlySpan<byte>(buffer, (int)length), out happened);
    }

    /// <summary>Reads one netlink message.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> message, out ProcessEvent happened)
    {
        happened = default;
        if (message.Length < NetlinkHeader + ConnectorHeader + 32)
        {
            return false;
        }

        ReadOnlySpan<byte> body = message[(NetlinkHeader + ConnectorHeader)..];
        uint what = BinaryPrimitives.ReadUInt32LittleEndian(body);
        long time = BinaryPrimitives.ReadInt64LittleEndian(body[8..]);
        int a = BinaryPrimitives.ReadInt32LittleEndian(body[16..]);
        int b = BinaryPrimitives.ReadInt32LittleEndian(body[20..]);
        int c = BinaryPrimitives.ReadInt32LittleEndian(body[24..]);
        int d = BinaryPrimitives.ReadInt32LittleEndian(body[28..]);
        ProcessEventKind kind = what switch
        {
            1 => ProcessEventKind.Fork,
            2 => ProcessEventKind.Exec,
            4 => ProcessEventKind.UserId,
            0x40 => ProcessEventKind.GroupId,
            0x80 => ProcessEventKind.Session,
            0x100 => ProcessEventKind.Ptrace,
            0x40000000 => ProcessEventKind.CoreDump,
            0x80000000 => ProcessEventKind.Exit,
            _ => ProcessEventKind.Other,
        };
        happened = kind == ProcessEventKind.Fork
            ? new ProcessEvent { Kind = kind, Time = time, ThreadId = c, ProcessId = d, ParentThreadId = a, ParentProcessId = b }
            : new ProcessEvent { Kind = kind, Time = time, ThreadId = a, ProcessId = b, First = c, Second = d };
        return kind != ProcessEventKind.Other;
    }

    private void Subscribe()
    {
        Span<byte> message = stackalloc byte[NetlinkHeader + ConnectorHeader + 4];
        message.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(message[4..], 3);
        BinaryPrimitives.WriteUInt32LittleEndian(message[NetlinkHeader..], ProcessGroup);
        BinaryPrimitives.WriteUInt32LittleEndian(message[(NetlinkHeader + 4)..], ProcessGroup);
        BinaryPrimitives.WriteUInt16LittleEndian(message[(NetlinkHeader + 16)..], 4);
        BinaryPrimitives.WriteInt32LittleEndian(message[(NetlinkHeader + ConnectorHeader)..], 1);
        fixed (byte* first = message)
        {
            SyscallException.Check(Libc.netlink_send(Number, first, (nuint)message.Length, 0), "send", "process connector");
        }
    }
}
