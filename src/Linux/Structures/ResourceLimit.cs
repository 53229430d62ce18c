using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary><c>struct rlimit64</c>: a limit of one of the <see cref="RlimitResources"/>. See prlimit(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct ResourceLimit
{
    /// <summary>What unlimited is.</summary>
    public const ulong Infinity = ulong.MaxValue;

    /// <summary><c>rlim_cur</c>: what is enforced.</summary>
    public ulong Soft { get; init; }

    /// <summary><c>rlim_max</c>: how far the process itself may raise that.</summary>
    public ulong Hard { get; init; }
}
