using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary><c>struct open_how</c>: how openat2(2) opens and resolves.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct OpenHow
{
    /// <summary>Its length in bytes, which the call takes beside it.</summary>
    public const int Size = 24;

    /// <summary><c>flags</c>: <c>O_*</c>.</summary>
    public ulong Flags { get; init; }

    /// <summary><c>mode</c>: the permissions of a file that is made; 0 otherwise, or the call fails.</summary>
    public ulong Mode { get; init; }

    /// <summary><c>resolve</c>: <c>RESOLVE_*</c>.</summary>
    public ulong Resolve { get; init; }
}
