using System.Collections.Immutable;

namespace Helios.Isolation.Hosts;

/// <summary>The kernel's own files that tell too much or take orders for the whole machine.</summary>
internal static class KernelPaths
{
    /// <summary>Hidden.</summary>
    internal static readonly ImmutableArray<string> Masked =
    [
        "/proc/acpi", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/sched_debug", "/proc/scsi",
        "/proc/timer_list", "/proc/timer_stats", "/sys/dev/block", "/sys/devices/virtual/powercap", "/sys/firmware", "/sys/fs/selinux",
    ];

    /// <summary>Visible but not writable; all of /sys is read-only anyway.</summary>
    internal static readonly ImmutableArray<string> ReadOnly = ["/proc/asound", "/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];
}
