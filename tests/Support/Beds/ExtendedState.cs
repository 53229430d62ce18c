using System.Runtime.Intrinsics.X86;

namespace Helios.Support.Beds;

/// <summary>The processor's extended state: the registers of SSE, AVX, AVX-512, AMX and whatever else the host has enabled.</summary>
internal static class ExtendedState
{
    /// <summary>What user-mode Linux 6.1 has room for.</summary>
    internal const int MostOfUserModeLinux = 2696;

    private const int Leaf = 0xD;

    /// <summary>Its size in bytes, from CPUID; 0 where the processor does not say.</summary>
    internal static int Bytes => X86Base.IsSupported && X86Base.CpuId(0, 0).Eax >= Leaf ? X86Base.CpuId(Leaf, 0).Ebx : 0;
}
