using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>A message that carries one descriptor from the child to the supervisor. See SCM_RIGHTS in unix(7).</summary>
internal static class DescriptorMessage
{
    private const int HeaderBytes = 56;
    private const int ControlBytes = 24;
    private const int ControlDataOffset = 16;

    /// <summary>Appends the sendmsg that passes a descriptor which only exists once the child has made it.</summary>
    internal static void Send(ChildScript script, string label, SpawnResult descriptor)
    {
        SpawnScript raw = script.Script;

        // struct cmsghdr { size_t len; int level; int type; } and the descriptor; its eight-byte store fits the padded message.
        Span<byte> control = stackalloc byte[ControlBytes];
        control.Clear();
        BitConverter.TryWriteBytes(control, (long)(ControlDataOffset + sizeof(int)));
        BitConverter.TryWriteBytes(control[8..], (int)SocketConstants.SOL_SOCKET);
        BitConverter.TryWriteBytes(control[12..], (int)SocketConstants.SCM_RIGHTS);
        SpawnBuffer controlBuffer = raw.Reserve(ControlBytes);
        raw.SetBytes(controlBuffer, 0, control);
        raw.StoreResult(descriptor, controlBuffer, ControlDataOffset, sizeof(int));

        // struct iovec of one byte: a message without data would be lost on a stream socket.
        SpawnBuffer vector = raw.Reserve(16);
        raw.SetPointer(vector, 0, raw.Bytes("t"u8));
        raw.SetBytes(vector, 8, BitConverter.GetBytes(1L));

        // struct msghdr { name, namelen, iov, iovlen, control, controllen, flags }
        SpawnBuffer header = raw.Reserve(HeaderBytes);
        raw.SetPointer(header, 16, vector);
        raw.SetBytes(header, 24, BitConverter.GetBytes(1L));
        raw.SetPointer(header, 32, controlBuffer);
        raw.SetBytes(header, 40, BitConverter.GetBytes((long)ControlBytes));
        script.Call(label, Sys.sendmsg, script.Descriptors.HandOver, header, SocketConstants.MSG_NOSIGNAL);
    }
}
