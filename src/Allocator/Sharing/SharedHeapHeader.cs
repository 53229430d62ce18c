using System.Runtime.InteropServices;
using Helios.Linux;

namespace Helios.Allocator;

/// <summary>The first bytes of a shared heap's memfd, by which another process knows what it maps.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SharedHeapHeader
{
    /// <summary>"HELIHEAP" in memory order, little-endian.</summary>
    internal const ulong ExpectedMagic = 0x50414548494C4548;
    internal const uint ExpectedVersion = 1;

    internal ulong Magic;
    internal uint Version;
    internal uint HeaderBytes;
    internal long CapBytes;

    internal static unsafe void Write(Mapping range, nint capBytes)
    {
        if (!range.Protect(0, Mapping.PageBytes, MappingAccess.ReadWrite))
        {
            throw new SyscallException("mprotect", Errno.ENOMEM, "heap header");
        }

        SharedHeapHeader* header = (SharedHeapHeader*)range.Address;
        header->Version = ExpectedVersion;
        header->HeaderBytes = HeapLayout.HeaderBytes;
        header->CapBytes = capBytes;
        Volatile.Write(ref header->Magic, ExpectedMagic);
    }
}
