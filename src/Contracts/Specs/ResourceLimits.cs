namespace Helios.Contracts;

/// <summary>The limits a control group enforces. Null is "not set": the kernel then sets none.</summary>
public sealed record ResourceLimits
{
    /// <summary>Nothing limited.</summary>
    public static ResourceLimits None { get; } = new();

    /// <summary>Hard memory ceiling (<c>memory.max</c>, v1 <c>memory.limit_in_bytes</c>).</summary>
    public ByteSize? Memory { get; init; }

    /// <summary>Ceiling of swap alone, beyond <see cref="Memory"/>; zero forbids swap (<c>memory.swap.max</c>).</summary>
    public ByteSize? Swap { get; init; }

    /// <summary>Processor time (<c>cpu.max</c>).</summary>
    public CpuAmount? Cpus { get; init; }

    /// <summary>The processors it may run on (<c>cpuset.cpus</c>).</summary>
    public CpuSet? CpuSet { get; init; }

    /// <summary>Share against its neighbours, 1 to 10000, 100 is the kernel's default (<c>cpu.weight</c>).</summary>
    public int? CpuWeight { get; init; }

    /// <summary>Share of disk bandwidth, 1 to 10000, 100 is the kernel's default (<c>io.weight</c>).</summary>
    public int? IoWeight { get; init; }

    /// <summary>The most tasks at once (<c>pids.max</c>).</summary>
    public int? Pids { get; init; }

    /// <summary>The most processes and threads of a container that asks for nothing else.</summary>
    public const int DefaultPids = 2048;

    /// <summary>The same with what holds where nothing was asked for: a container cannot use up the machine's processes by mistake.</summary>
    public ResourceLimits WithDefaults() => Pids is null ? this with { Pids = DefaultPids } : this;
}
