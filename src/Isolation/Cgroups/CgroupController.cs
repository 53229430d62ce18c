namespace Helios.Isolation.Cgroups;

/// <summary>The controllers that limits need, by the kernel's names. The two versions name two of them differently.</summary>
public static class CgroupController
{
    /// <summary>Memory and swap.</summary>
    public const string Memory = "memory";
    internal const string Cpu = "cpu";
    /// <summary>Which processors and memory nodes.</summary>
    public const string CpuSet = "cpuset";
    /// <summary>Processes and threads.</summary>
    public const string Pids = "pids";
    internal const string Io = "io";

    /// <summary>v1 counts processor time in a controller of its own; v2's is part of cpu.</summary>
    internal const string CpuAccount = "cpuacct";

    /// <summary>v1's name of <see cref="Io"/>.</summary>
    internal const string BlockIo = "blkio";

    /// <summary>Whether a v1 mount option names a controller that this program uses.</summary>
    internal static bool IsKnown(string name) => name is Memory or Cpu or CpuSet or Pids or CpuAccount or BlockIo;
}
