using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>The type of the file system that something lies on. See statfs(2).</summary>
public static unsafe class FileSystemKind
{
    private const long ProcMagic = 0x9fa0;

    /// <summary>Whether it lies on a proc.</summary>
    public static bool IsProc(SafeFd place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return Of(place) == ProcMagic;
    }

    // struct statfs begins with the type; it is 120 bytes long on x86-64.
    private static long Of(SafeFd place)
    {
        const int bytes = 120;
        byte* buffer = stackalloc byte[bytes];
        SyscallException.Check(Libc.fstatfs(place.Number, buffer), "fstatfs");
        return MemoryMarshal.Read<long>(new ReadOnlySpan<byte>(buffer, bytes));
    }
}
