using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>What a payload may not do.</summary>
internal static class SecurityCases
{
    internal static IEnumerable<ContractCase> All { get; } =
    [
        ContractCase.Prints("no new privileges is set by default", "grep NoNewPrivs /proc/self/status", "NoNewPrivs:\t1", static spec => spec with { Security = spec.Security with { NoNewPrivileges = true } }),
        ContractCase.Prints("no new privileges can be left out", "grep NoNewPrivs /proc/self/status", "NoNewPrivs:\t0", static spec => spec with { Security = spec.Security with { NoNewPrivileges = false } }),
        ContractCase.Prints("a system call filter is in force", "grep Seccomp: /proc/self/status", "Seccomp:\t2", static spec => spec with { Security = spec.Security with { Seccomp = SeccompProfile.Default } }),
        ContractCase.Prints("a payload can go without a filter", "grep Seccomp: /proc/self/status", "Seccomp:\t0",
            static spec => spec with { Security = spec.Security with { Seccomp = SeccompProfile.Unconfined } }),
        ContractCase.Prints("the default capabilities are podman's eleven, or fewer where the launcher has fewer", Bits("CapBnd"), "fits", WithDefault(0x800405fb)),
        ContractCase.Prints("no capability is inheritable or ambient", "grep -E 'CapInh|CapAmb' /proc/self/status | awk '{ print $2 }' | sort -u", "0000000000000000"),
        ContractCase.Prints("dropping all capabilities leaves none", "grep -E 'CapEff|CapBnd' /proc/self/status | awk '{ print $2 }' | sort -u", "0000000000000000",
            static spec => spec with { Security = spec.Security with { CapabilitiesDropped = ["ALL"] } }),
        ContractCase.Prints("one capability can be dropped", "grep CapEff /proc/self/status | awk '{ print substr($2, 16) % 2 }'", "0",
            static spec => spec with { Security = spec.Security with { CapabilitiesDropped = ["ALL"], CapabilitiesAdded = ["DAC_OVERRIDE", "CAP_FOWNER"] } }),
        ContractCase.Prints("the added capabilities are the ones there are", "grep CapEff /proc/self/status", "CapEff:\t0000000000000480",
            static spec => spec with { Security = spec.Security with { CapabilitiesDropped = ["ALL"], CapabilitiesAdded = ["NET_BIND_SERVICE", "SETUID"] } }),
        ContractCase.Refuses("a capability that does not exist is refused", "capabilities.add", static spec => spec with { Security = spec.Security with { CapabilitiesAdded = ["CAP_FLY"] } }, looksAtHost: true),
        ContractCase.Exits("mounting is not allowed", "mount -t tmpfs none /mnt", 1),
        ContractCase.Exits("unmounting is not allowed", "umount /proc", 1),
        ContractCase.Exits("the host name cannot be set", "hostname other", 1),
        ContractCase.Exits("the clock cannot be set", "date -s 2001-01-01; test $(date +%Y) = 2001", 1),
        ContractCase.Exits("the machine cannot be restarted", "reboot -f", 1),
        ContractCase.Exits("kernel settings cannot be changed", "echo 1 >/proc/sys/kernel/panic", 1),
        ContractCase.Exits("sysrq cannot be triggered", "echo h >/proc/sysrq-trigger", 1),
        ContractCase.Exits("the kernel's memory image shows nothing", "test \"$(head -c 16 /proc/kcore | wc -c)\" = 0", 0),
        ContractCase.Exits("the host's timers and keys show nothing", "test -z \"$(cat /proc/keys /proc/timer_list 2>/dev/null)\"", 0),
        ContractCase.Exits("the control groups cannot be changed", "for file in $(find /sys/fs/cgroup -name cgroup.procs 2>/dev/null | head -n 3); do echo 0 >$file && exit 1; done; exit 0", 0),
    ];

    // Busybox has no arithmetic beyond 63 bits, and the sets fit.
    private static string Bits(string line) => $"set=$(grep {line} /proc/self/status | awk '{{ print $2 }}'); test $((0x$set & ~$ALLOWED)) = 0 && test $((0x$set & 0x80)) != 0 && echo fits";

    private static Func<ContainerSpec, ContainerSpec> WithDefault(long allowed)
        => spec => spec with { Environment = [.. spec.Environment, new("ALLOWED", $"0x{allowed:x}")] };
}
