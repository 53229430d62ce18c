using Helios.Contracts;

namespace Helios.Simulation;

/// <summary>Something that goes wrong with the machine and not with one container.</summary>
public abstract record HostFault
{
    private HostFault()
    {
    }

    /// <summary>When it first happens, from the start.</summary>
    public Distribution At { get; init; } = new Distribution.Always(TimeSpan.Zero);

    /// <summary>How long after that it happens again; null is never.</summary>
    public Distribution? Every { get; init; }

    /// <summary>What happens, in a word, as scenario files have it.</summary>
    public abstract string Name { get; }

    /// <summary>The supervisor dies with everything it runs, and is started again.</summary>
    /// <param name="DownFor">After how long.</param>
    public sealed record SupervisorCrash(Distribution DownFor) : HostFault
    {
        /// <inheritdoc/>
        public override string Name => "supervisor-crash";
    }

    /// <summary>No disk takes a byte: log files lose what the rings cannot hold.</summary>
    /// <param name="For">For how long.</param>
    public sealed record DiskFull(Distribution For) : HostFault
    {
        /// <inheritdoc/>
        public override string Name => "disk-full";
    }

    /// <summary>No process or thread can be made: every start fails.</summary>
    /// <param name="For">For how long.</param>
    public sealed record NoThreads(Distribution For) : HostFault
    {
        /// <inheritdoc/>
        public override string Name => "no-threads";

        /// <summary>How such a start fails.</summary>
        public static ExitCause.LaunchFailed Failure { get; } = new("clone3", "Resource temporarily unavailable (EAGAIN)");
    }

    /// <summary>The wall clock is set.</summary>
    /// <param name="By">By how much; negative is back.</param>
    public sealed record ClockJump(TimeSpan By) : HostFault
    {
        /// <inheritdoc/>
        public override string Name => "clock-jump";
    }

    /// <summary>The control group of a container vanishes.</summary>
    /// <param name="Container">Whose.</param>
    public sealed record CgroupLost(ContainerId Container) : HostFault
    {
        /// <inheritdoc/>
        public override string Name => "cgroup-lost";
    }
}
