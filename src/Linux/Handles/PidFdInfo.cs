namespace Helios.Linux;

/// <summary>What PIDFD_GET_INFO tells of a process; a part that the kernel left out is null. See ioctl_pidfd(2).</summary>
public readonly record struct PidFdInfo
{
    /// <summary>Its number in the caller's PID namespace.</summary>
    public int? Pid { get; init; }

    /// <summary>Its parent's number.</summary>
    public int? ParentPid { get; init; }

    /// <summary>Its effective user id.</summary>
    public uint? UserId { get; init; }

    /// <summary>The id of its cgroup in the v2 tree.</summary>
    public ulong? CgroupId { get; init; }

    /// <summary>How it ended, once somebody has waited for it.</summary>
    public WaitStatus? Exit { get; init; }
}
