using System.Runtime.InteropServices;

namespace Helios.Cli;

/// <summary>struct open_how of openat2(2).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OpenHow
{
    internal const long Bytes = 24;

    /// <summary>RESOLVE_IN_ROOT.</summary>
    internal const ulong InRoot = 0x10;

    internal ulong Flags;
    internal ulong Mode;
    internal ulong Resolve;
}
