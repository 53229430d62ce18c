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
        "_sysctl", "add_key", "afs_syscall", "create_module", "get_kernel_syms",
        "io_uring_enter", "io_uring_register", "io_uring_setup", "kexec_file_load", "kexec_load", "keyctl", "nfsservctl",
        "query_module", "request_key", "security", "sysfs", "tuxcall", "uselib", "userfaultfd", "ustat", "vserver", "vm86", "vm86old",
    ];

    /// <summary>Allowed only to who keeps the capability, or another one that names the call; for everybody else EPERM, as the kernel itself would say.</summary>
    /// <remarks>
    /// Which capability opens which call is the kernel's own division, see capabilities(7): who has been given one can use it. The calls of memory policy and those
    /// that reach into other processes by permission to trace them are not here: the kernel judges them by what they reach for.
    /// </remarks>
    internal static readonly (Capability Capability, string[] Calls)[] Conditional =
    [
        (Capability.SYS_ADMIN,
        [
            "bpf", "fanotify_init", "fsconfig", "fsmount", "fsopen", "fspick", "lookup_dcookie", "mount", "mount_setattr", "move_mount",
            "open_tree", "open_tree_attr", "perf_event_open", "pivot_root", "quotactl", "quotactl_fd", "setdomainname", "sethostname", "setns", "swapoff",
            "swapon", "syslog", "umount2", "vhangup",
        ]),
        (Capability.BPF, ["bpf"]),
        (Capability.PERFMON, ["perf_event_open"]),
        (Capability.SYSLOG, ["syslog"]),
        (Capability.SYS_BOOT, ["reboot"]),
        (Capability.SYS_CHROOT, ["chroot"]),
        (Capability.SYS_MODULE, ["delete_module", "finit_module", "init_module"]),
        (Capability.SYS_NICE, ["migrate_pages", "move_pages"]),
        (Capability.SYS_PACCT, ["acct"]),
        (Capability.SYS_PTRACE, ["kcmp", "pidfd_getfd", "process_madvise"]),
        (Capability.SYS_RAWIO, ["ioperm", "iopl"]),
        (Capability.SYS_TIME, ["clock_adjtime", "clock_settime", "settimeofday"]),
        (Capability.SYS_TTY_CONFIG, ["vhangup"]),
        (Capability.DAC_READ_SEARCH, ["open_by_handle_at"]),
    ];

    /// <summary>The families of sockets there are: what programs use every day, and no protocol that a kernel loads because somebody asks for it.</summary>
    internal static readonly (string Name, uint Family)[] Families = [("UNIX", 1), ("INET", 2), ("INET6", 10), ("NETLINK", 16)];

    /// <summary>More of them, for who keeps NET_RAW: they send and receive below IP.</summary>
    internal static readonly (string Name, uint Family)[] RawFamilies = [("PACKET", 17), ("CAN", 29), ("XDP", 44)];

    /// <summary>The families of sockets that may be made.</summary>
    internal static IEnumerable<uint> FamiliesOf(CapabilitySet kept)
        => (kept.Has(Capability.NET_RAW) ? [.. Families, .. RawFamilies] : Families).Select(static family => family.Family);

    /// <summary>The action for a call without looking at its arguments.</summary>
    internal static uint ActionOf(string call, CapabilitySet kept)
    {
        if (Array.IndexOf(Forbidden, call) >= 0)
        {
            return SeccompAction.Fail(Errno.EPERM);
        }

        bool named = false;
        foreach ((Capability capability, string[] calls) in Conditional)
        {
            if (Array.IndexOf(calls, call) < 0)
            {
                continue;
            }

            if (kept.Has(capability))
            {
                return SeccompAction.Allow;
            }

            named = true;
        }

        return named ? SeccompAction.Fail(Errno.EPERM) : SeccompAction.Allow;
    }
}
