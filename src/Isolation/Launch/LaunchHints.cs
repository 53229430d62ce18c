using Helios.Linux;

namespace Helios.Isolation.Launch;

/// <summary>What to do about a failed step, where it is known.</summary>
internal static class LaunchHints
{
    /// <summary>A remedy that follows the error after a semicolon; empty when there is none to give.</summary>
    internal static string For(SpawnException failure) => (failure.Errno, failure.Call) switch
    {
        (Errno.EPERM, Sys.clone3) => "; 'helios doctor' tells which namespaces this host allows you",
        (Errno.ENOSPC, Sys.clone3 or Sys.clone) => "; the host's limit of namespaces is reached, see sysctl user.max_*_namespaces",
        (Errno.EAGAIN, Sys.clone3 or Sys.clone) => "; the host's limit of processes is reached, see ulimit -u and pids.max",
        (Errno.EPERM, Sys.prlimit64) => "; the hard limit can only be raised by a launcher with CAP_SYS_RESOURCE",
        (Errno.ENODEV, Sys.fsopen) => "; this kernel lacks that file system, or its module is not loaded",
        (Errno.EPERM or Errno.EBUSY, Sys.fsmount or Sys.move_mount) => "; 'helios doctor' tells which mounts this host allows you",
        (Errno.EACCES, Sys.execveat) => "; vm.memfd_noexec is 2, so that the gate lies in your run-time directory, and that is mounted noexec",
        _ => "",
    };
}
