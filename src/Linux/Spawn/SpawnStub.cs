using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>The stub, mapped once for the life of the process: written first, then executable and no longer writable.</summary>
internal static unsafe class SpawnStub
{
    private const int PROT_EXEC = 4;

    private static readonly Lazy<nint> s_entry = new(Map);

    /// <summary>Runs clone3 and, in the child, the records. Blocks the thread until the child has called exec or ended. See clone3(2), CLONE_VFORK.</summary>
    /// <returns>The child's pid, or minus errno.</returns>
    internal static long Run(SpawnCall* call)
    {
        // Sound because the mapping is never removed and its code keeps to the System V calling convention; the call is an
        // ordinary P/Invoke, so the garbage collector does not wait for this thread.
        delegate* unmanaged<SpawnCall*, long> stub = (delegate* unmanaged<SpawnCall*, long>)s_entry.Value;
        return stub(call);
    }

    /// <summary>Maps the code now, so that a machine without it is refused early.</summary>
    /// <exception cref="PlatformNotSupportedException">Not x86-64.</exception>
    internal static void Prepare() => _ = s_entry.Value;

    private static nint Map()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            throw new PlatformNotSupportedException($"launching needs x86-64 Linux: there is no spawn stub for {RuntimeInformation.RuntimeIdentifier}");
        }

        ReadOnlySpan<byte> code = SpawnStubX64.Code;
        nint page = Environment.SystemPageSize;
        nint address = Libc.mmap(0, page, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS, -1, 0);
        if (address == -1)
        {
            SyscallException.ThrowLast("mmap", "spawn stub");
        }

        code.CopyTo(new Span<byte>((void*)address, code.Length));
        SyscallException.Check(Libc.mprotect(address, page, Libc.PROT_READ | PROT_EXEC), "mprotect", "spawn stub");
        return address;
    }
}
