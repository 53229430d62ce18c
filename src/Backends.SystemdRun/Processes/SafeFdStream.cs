using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.Backends.SystemdRun.Processes;

/// <summary>Reads and writes a descriptor that somebody else owns.</summary>
internal static class SafeFdStream
{
    internal static int Read(SafeFd descriptor, Span<byte> buffer)
    {
        using FileStream stream = Open(descriptor, FileAccess.Read);
        return stream.Read(buffer);
    }

    internal static void Write(SafeFd descriptor, ReadOnlySpan<byte> bytes)
    {
        using FileStream stream = Open(descriptor, FileAccess.Write);
        stream.Write(bytes);
    }

    private static FileStream Open(SafeFd descriptor, FileAccess access) => new(new SafeFileHandle(descriptor.Number, ownsHandle: false), access, bufferSize: 0);
}
