using Helios.Contracts;
using Helios.Isolation.Capabilities;
using Helios.Linux;

namespace Helios.Isolation.Seccomp;

/// <summary>The built-in profile: which system calls a container may make, given the capabilities it keeps.</summary>
/// <remarks>
/// An allow-list by subtraction: every call this program knows by name is allowed unless it stands here. What is not known at all answers
/// ENOSYS, so that a C library falls back (runc 2151, moby 42680), and what is known to be dangerous answers EPERM.
/// </remarks>
internal static class SeccompProfileRules
{
    /// <summary>Never allowed: they act on the whole machine, or have been a way out of a container.</summary>
    internal static readonly string[] Forbidden =
    [
        "_sysctl", "add_key", "afs_syscall", "create_module", "delete_module", "finit_module", "get_kernel_syms", "init_module",
        "io_uring_enter", "io_uring_register", "io_uring_setup", "ioperm", "iopl", "kexec_file_load", "kexec_load", "keyctl", "nfsservctl",
        "query_module", "request_key", "security", "sysfs", "tuxcall", "uselib", "userfaultfd", "ustat", "vserver", "vm86", "vm86old",
    ];

    /// <summary>Allowed only to who keeps the capability; for everybody else EPERM, as the kernel itself would say.</summary>
    internal static readonly (Capability Capability, string[] Calls)[] Conditional =
    [
        (Capability.SYS_ADMIN,
        [
            "bpf", "fanotify_init", "fsconfig", "fsmount", "fsopen", "fspick", "lookup_dcookie", "mount", "mount_setattr", "move_mount",
            "open_tree", "open_tree_attr", "perf_event_open", "pivot_root", "quotactl", "quotactl_fd", "setdomainname", "sethostname", "setns", "swapoff",
            "swapon", "syslog", "umount2", "unshare", "vhangup",
        ]),
        (Capability.SYS_BOOT, ["reboot"]),
        (Capability.SYS_CHROOT, ["chroot"]),
        (Capability.SYS_NICE, ["get_mempolicy", "mbind", "migrate_pages", "move_pages", "set_mempolicy", "set_mempolicy_home_node"]),
        (Capability.SYS_PACCT, ["acct"]),
        (Capability.SYS_PTRACE, ["kcmp", "pidfd_getfd", "process_madvise", "process_vm_readv", "process_vm_writev"]),
        (Capability.SYS_TIME, ["clock_adjtime", "clock_settime", "settimeofday"]),
        (Capability.DAC_READ_SEARCH, ["open_by_handle_at"]),
    ];

    /// <summary>The action for a call without looking at its arguments.</summary>
    internal static uint ActionOf(string call, CapabilitySet kept)
    {
        if (Array.IndexOf(Forbidden, call) >= 0)
        {
            return SeccompAction.Fail(Errno.EPERM);
        }

        foreach ((Capability capability, string[] calls) in Conditional)
        {
            if (Array.IndexOf(calls, call) >= 0)
            {
                return kept.Has(capability) ? SeccompAction.Allow : SeccompAction.Fail(Errno.EPERM);
            }
        }

        return SeccompAction.Allow;
    }
}
