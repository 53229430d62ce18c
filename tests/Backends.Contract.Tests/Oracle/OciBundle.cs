using System.Text.Json.Nodes;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Backends.Contract.Tests;

/// <summary>A Helios specification in the words of the OCI runtime specification (config.json).</summary>
internal static class OciBundle
{
    // podman's eleven.
    private static readonly string[] s_capabilities =
    [
        "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    ];

    private static readonly string[] s_masked =
    [
        "/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/sched_debug", "/proc/scsi",
        "/proc/timer_list", "/proc/timer_stats", "/sys/devices/virtual/powercap", "/sys/firmware",
    ];

    private static readonly string[] s_readOnly = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

    // A filter that only denies: enough for a case to see that one is in force.
    private static readonly string[] s_deniedCalls =
        ["mount", "umount2", "pivot_root", "sethostname", "setdomainname", "settimeofday", "clock_settime", "reboot", "swapon", "swapoff", "init_module", "finit_module", "delete_module", "kexec_load"];

    internal static JsonObject Configuration(ContainerSpec spec, TerminalSize size, bool hasUnifiedTree)
    {
        JsonObject process = Process(spec, spec.Command, spec.Environment, spec.WorkingDirectory, spec.User, spec.Groups, spec.Terminal);
        process["consoleSize"] = new JsonObject { ["width"] = size.Columns, ["height"] = size.Rows };
        process["rlimits"] = new JsonArray([.. spec.Rlimits.Select(static limit => new JsonObject
        {
            ["type"] = "RLIMIT_" + limit.Kind.ToString().ToUpperInvariant(),
            ["soft"] = limit.Soft ?? ulong.MaxValue,
            ["hard"] = limit.Hard ?? ulong.MaxValue,
        })]);
        if (spec.OomScoreAdjust is { } score)
        {
            process["oomScoreAdj"] = score;
        }

        JsonObject configuration = new()
        {
            ["ociVersion"] = "1.0.2",
            ["process"] = process,
            ["root"] = new JsonObject { ["path"] = spec.Root.Path, ["readonly"] = spec.Root.ReadOnly },
            ["mounts"] = new JsonArray([.. KernelMounts(spec), .. spec.Mounts.Select(Mount)]),
            ["linux"] = Linux(spec, hasUnifiedTree),
        };
        if (spec.Namespaces.HasFlag(NamespaceKinds.Uts))
        {
            configuration["hostname"] = spec.HostName ?? spec.Id.ToString();
        }

        return configuration;
    }

    /// <summary>A process of the container: its first, or a further one.</summary>
    internal static JsonObject Process(
        ContainerSpec spec, IEnumerable<string> command, IEnumerable<KeyValuePair<string, string>> environment, string workingDirectory, UserSpec? user,
        IEnumerable<string> groups, bool terminal)
    {
        UserIds ids = Users(spec).Resolve(user ?? UserSpec.Root, [.. groups]);

        // Root's own groups are not wanted: "0" is a number, whose line of the passwd file names a user all the same.
        JsonArray[] sets = [.. Enumerable.Range(0, 4).Select(_ => Strings(Capabilities(spec.Security)))];
        bool isRoot = ids.UserId == 0;
        return new JsonObject
        {
            ["terminal"] = terminal,
            ["user"] = new JsonObject { ["uid"] = ids.UserId, ["gid"] = ids.GroupId, ["umask"] = 18, ["additionalGids"] = new JsonArray([.. ids.Groups.Select(static id => (JsonNode)id)]) },
            ["args"] = Strings(command),
            ["env"] = Strings(environment.Reverse().DistinctBy(static pair => pair.Key).Reverse().Select(static pair => $"{pair.Key}={pair.Value}")),
            ["cwd"] = workingDirectory,
            ["noNewPrivileges"] = spec.Security.NoNewPrivileges,
            ["capabilities"] = new JsonObject
            {
                ["bounding"] = sets[0], ["effective"] = isRoot ? sets[1] : [], ["permitted"] = isRoot ? sets[2] : [], ["inheritable"] = new JsonArray(), ["ambient"] = new JsonArray(),
            },
        };
    }

    private static UserDatabase Users(ContainerSpec spec)
    {
        string File(string path) => spec.Root.Path is { } root && RootedFile.TryRead(root, path, out string text) ? text : "";
        return new UserDatabase(File("/etc/passwd"), File("/etc/group"));
    }

    private static IEnumerable<string> Capabilities(SecuritySpec security)
    {
        static string Full(string name) => name.StartsWith("CAP_", StringComparison.Ordinal) ? name : "CAP_" + name;
        IEnumerable<string> start = security.CapabilitiesDropped.Contains("ALL") ? [] : s_capabilities.Select(Full);
        return start.Except(security.CapabilitiesDropped.Select(Full)).Union(security.CapabilitiesAdded.Select(Full));
    }

    private static IEnumerable<JsonNode> KernelMounts(ContainerSpec spec)
    {
        bool ownNetwork = spec.Namespaces.HasFlag(NamespaceKinds.Network);
        yield return Mount("/proc", "proc", "proc", "nosuid", "noexec", "nodev");
        yield return Mount("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k");
        yield return Mount("/dev/pts", "devpts", "devpts", "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5");
        yield return Mount("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k");
        if (spec.Namespaces.HasFlag(NamespaceKinds.Ipc))
        {
            yield return Mount("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev");
        }

        yield return ownNetwork ? Mount("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro") : Mount("/sys", "none", "/sys", "rbind", "nosuid", "noexec", "nodev", "ro");
        if (ownNetwork)
        {
            yield return Mount("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", "ro");
        }
    }

    private static JsonNode Mount(MountSpec mount) => mount switch
    {
        MountSpec.Bind bind => Mount(bind.Target, "bind", bind.Source, "rbind", "nosuid", "nodev", bind.ReadOnly ? "ro" : "rw"),
        MountSpec.Tmpfs tmpfs => Mount(tmpfs.Target, "tmpfs", "tmpfs",
            ["nosuid", "nodev", "mode=" + Convert.ToString(tmpfs.Mode, 8), .. tmpfs.Size is { } size ? (string[])[$"size={size.Bytes}"] : []]),
        _ => throw new InvalidOperationException($"no mount for {mount}"),
    };

    private static JsonObject Mount(string target, string type, string source, params IEnumerable<string> options)
        => new() { ["destination"] = target, ["type"] = type, ["source"] = source, ["options"] = Strings(options) };

    private static JsonObject Linux(ContainerSpec spec, bool hasUnifiedTree)
    {
        (NamespaceKinds Kind, string Type)[] kinds =
        [
            (NamespaceKinds.Pid, "pid"), (NamespaceKinds.Mount, "mount"), (NamespaceKinds.Uts, "uts"), (NamespaceKinds.Ipc, "ipc"), (NamespaceKinds.Network, "network"),
            (NamespaceKinds.Cgroup, "cgroup"), (NamespaceKinds.User, "user"),
        ];
        JsonObject linux = new()
        {
            ["cgroupsPath"] = "/" + spec.Id,
            ["namespaces"] = new JsonArray([.. kinds.Where(kind => spec.Namespaces.HasFlag(kind.Kind)).Select(static kind => new JsonObject { ["type"] = kind.Type })]),
            ["resources"] = Resources(spec.Limits, hasUnifiedTree),
            ["rootfsPropagation"] = "private",
        };
        if (spec.Namespaces.HasFlag(NamespaceKinds.User))
        {
            linux["uidMappings"] = SameIds();
            linux["gidMappings"] = SameIds();
        }

        if (!spec.Security.Unmasked)
        {
            linux["maskedPaths"] = Strings(s_masked);
            linux["readonlyPaths"] = Strings(s_readOnly);
        }

        if (spec.DomainName is { } domain)
        {
            linux["sysctl"] = new JsonObject { ["kernel.domainname"] = domain };
        }

        if (spec.Security.Seccomp == SeccompProfile.Default)
        {
            linux["seccomp"] = new JsonObject
            {
                ["defaultAction"] = "SCMP_ACT_ALLOW",
                ["architectures"] = Strings(["SCMP_ARCH_X86_64"]),
                ["syscalls"] = new JsonArray(new JsonObject { ["names"] = Strings(s_deniedCalls), ["action"] = "SCMP_ACT_ERRNO" }),
            };
        }

        return linux;
    }

    private static JsonArray SameIds() => [new JsonObject { ["containerID"] = 0, ["hostID"] = 0, ["size"] = 65_536 }];

    private static JsonObject Resources(ResourceLimits limits, bool hasUnifiedTree)
    {
        JsonObject memory = [];
        if (limits.Memory is { } bytes)
        {
            memory["limit"] = bytes.Bytes;
            if (limits.Swap is { } swap)
            {
                memory["swap"] = bytes.Bytes + swap.Bytes;
            }
        }

        JsonObject cpu = [];
        if (limits.Cpus is { } cpus)
        {
            cpu["quota"] = cpus.QuotaMicroseconds;
            cpu["period"] = CpuAmount.PeriodMicroseconds;
        }

        if (limits.CpuWeight is { } weight)
        {
            // The v1 scale; on v2 the runtimes convert it back.
            cpu["shares"] = Math.Clamp(weight * 1024L / 100, 2, 262_144);
        }

        if (limits.CpuSet is { } processors)
        {
            cpu["cpus"] = processors.ToString();
        }

        JsonObject resources = new()
        {
            ["devices"] = new JsonArray(new JsonObject { ["allow"] = false, ["access"] = "rwm" }),
            ["memory"] = memory,
            ["cpu"] = cpu,
        };
        if (limits.Pids is { } pids)
        {
            resources["pids"] = new JsonObject { ["limit"] = pids };
        }

        if (limits.IoWeight is { } ioWeight && hasUnifiedTree)
        {
            resources["unified"] = new JsonObject { ["io.weight"] = $"default {ioWeight}" };
        }

        return resources;
    }

    private static JsonArray Strings(IEnumerable<string> words) => new([.. words.Select(static word => (JsonNode)word)]);
}
