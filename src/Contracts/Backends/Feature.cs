namespace Helios.Contracts;

/// <summary>What a specification may ask for and a backend may lack. The names are the rows of the backend table in the manual.</summary>
public enum Feature
{
    /// <summary>A PID namespace.</summary>
    PidNamespace,

    /// <summary>A mount namespace.</summary>
    MountNamespace,

    /// <summary>A UTS namespace: host and domain name.</summary>
    UtsNamespace,

    /// <summary>An IPC namespace.</summary>
    IpcNamespace,

    /// <summary>A network namespace with loopback up.</summary>
    NetworkNamespace,

    /// <summary>A cgroup namespace.</summary>
    CgroupNamespace,

    /// <summary>A user namespace.</summary>
    UserNamespace,

    /// <summary>A time namespace.</summary>
    TimeNamespace,

    /// <summary>The host's root under a copy-on-write layer.</summary>
    HostRoot,

    /// <summary>A directory as root.</summary>
    DirectoryRoot,

    /// <summary>An empty root with only the listed mounts.</summary>
    VoidRoot,

    /// <summary>A copy-on-write layer over a directory root.</summary>
    EphemeralRoot,

    /// <summary>A read-only root.</summary>
    ReadOnlyRoot,

    /// <summary>Bind mounts.</summary>
    BindMounts,

    /// <summary>Tmpfs mounts.</summary>
    TmpfsMounts,

    /// <summary>A host name of its own choice.</summary>
    HostName,

    /// <summary>A NIS domain name of its own choice.</summary>
    DomainName,

    /// <summary>Running as another user and group.</summary>
    UserAndGroups,

    /// <summary>Per-process limits.</summary>
    Rlimits,

    /// <summary>An OOM score.</summary>
    OomScore,

    /// <summary>A choice of capabilities.</summary>
    Capabilities,

    /// <summary>No new privileges.</summary>
    NoNewPrivileges,

    /// <summary>A system call filter.</summary>
    Seccomp,

    /// <summary>Masked and read-only kernel files.</summary>
    MaskedPaths,

    /// <summary>A pseudo terminal.</summary>
    Terminal,

    /// <summary>A memory ceiling.</summary>
    MemoryLimit,

    /// <summary>A swap ceiling.</summary>
    SwapLimit,

    /// <summary>A ceiling of processor time.</summary>
    CpuLimit,

    /// <summary>A share of processor time.</summary>
    CpuWeight,

    /// <summary>A set of processors.</summary>
    CpuSet,

    /// <summary>A share of disk bandwidth.</summary>
    IoWeight,

    /// <summary>A ceiling of tasks.</summary>
    PidsLimit,

    /// <summary>Freezing and thawing.</summary>
    Freeze,

    /// <summary>Figures of memory, processor time and tasks.</summary>
    Statistics,

    /// <summary>More processes in a running container.</summary>
    Exec,

    /// <summary>Real descriptors: standard streams, further descriptors, sockets mounted from the host.</summary>
    Descriptors,
}
