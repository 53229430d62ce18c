using System.Collections.Immutable;
using System.Globalization;

namespace Helios.Contracts;

/// <summary>The fields of a <see cref="ContainerSpec"/>: the one list there is. A new field is a property there and a row here.</summary>
public static class ContainerFields
{
    /// <summary>The number of an identity in messages. It has no row: in a file it is the container's key.</summary>
    public const int IdWire = 1;

    private const string Container = "Container";
    private const string Files = "Files";
    private const string Limits = "Limits";
    private const string Identity = "Environment and user";
    private const string Rights = "Rights";

    private static readonly (NamespaceKinds Kind, Feature Feature)[] s_namespaces =
    [
        (NamespaceKinds.Pid, Feature.PidNamespace), (NamespaceKinds.Mount, Feature.MountNamespace), (NamespaceKinds.Uts, Feature.UtsNamespace),
        (NamespaceKinds.Ipc, Feature.IpcNamespace), (NamespaceKinds.Network, Feature.NetworkNamespace), (NamespaceKinds.Cgroup, Feature.CgroupNamespace),
        (NamespaceKinds.User, Feature.UserNamespace), (NamespaceKinds.Time, Feature.TimeNamespace),
    ];

    /// <summary>The table.</summary>
    public static FieldTable<ContainerSpec> Table { get; } = new(
        new ContainerSpec { Id = default, Command = [] },
        FieldRows.Command<ContainerSpec>(
            "command", "program and its arguments; one text is split at white space", static s => s.Command, static (s, v) => s with { Command = v }) with
        {
            Wire = 2,
            Rule = CommandRule,
        },
        FieldRows.Text<ContainerSpec>(
            "root", "root file system: host is this machine's under a copy-on-write layer, void is empty, else a directory", RootText, SetRoot) with
        {
            Wire = 3,
            Rule = static s => s.Root.Kind == RootKind.Directory && !SpecRules.IsAbsolute(s.Root.Path) ? [$"'{s.Root.Path}' is not an absolute path"] : [],
            Demands = static s => [s.Root.Kind switch { RootKind.Host => Feature.HostRoot, RootKind.Void => Feature.VoidRoot, _ => Feature.DirectoryRoot }],
            Option = new FieldOption("--root", Files) { Aliases = ["--rootfs"], ValueName = "host|void|DIR", IsReadByHand = true },
        },
        FieldRows.Flag<ContainerSpec>(
            "ephemeral", "writes to a directory root vanish with the container", false, static s => s.Root.Ephemeral, static (s, v) => s with { Root = s.Root with { Ephemeral = v } }) with
        {
            Wire = 5,
            Demands = static s => s.Root is { Kind: RootKind.Directory, Ephemeral: true } ? [Feature.EphemeralRoot] : [],
            Option = new FieldOption("--ephemeral", Files),
        },
        FieldRows.Flag<ContainerSpec>(
            "read-only", "the root is mounted read-only", false, static s => s.Root.ReadOnly, static (s, v) => s with { Root = s.Root with { ReadOnly = v } }) with
        {
            Wire = 6,
            Demands = static s => s.Root.ReadOnly ? [Feature.ReadOnlyRoot] : [],
            Option = new FieldOption("--read-only", Files),
        },
        new Field<ContainerSpec>(
            "mounts", FieldType.Mounts, "mounts over the root, in order: SOURCE:TARGET, SOURCE:TARGET:ro, tmpfs:TARGET, or a block",
            static s => s.Mounts.IsEmpty ? null : new FieldValue.List([.. s.Mounts.Select(MountText.Of)]),
            static (s, v) => s with { Mounts = v is null ? [] : v is FieldValue.List list ? [.. list.Items.Select(MountText.Parse)] : throw new FormatException("must be a list") })
        {
            Wire = 7,
            Rule = MountRule,
            Demands = static s =>
            [
                .. s.Mounts.Any(static mount => mount is MountSpec.Bind) ? [Feature.BindMounts] : (Feature[])[],
                .. s.Mounts.Any(static mount => mount is MountSpec.Tmpfs) ? [Feature.TmpfsMounts] : (Feature[])[],
            ],
            Option = new FieldOption("--volume", Files)
            {
                Aliases = ["-v"],
                ValueName = "SRC:DST[:ro|rw]",
                Help = "Mount a file or directory of the host; repeatable, in order",
                IsReadByHand = true,
            },
        },
        FieldRows.Texts<ContainerSpec>(
            "namespaces", "namespaces of its own: default, or a list of pid, mount, uts, ipc, network, cgroup, user, time",
            static s => NamespaceNames(s.Namespaces), static (s, v) => s with { Namespaces = v.IsEmpty ? NamespaceKinds.Default : v.Aggregate((NamespaceKinds)0, Namespace) }) with
        {
            Wire = 8,
            Demands = static s => s_namespaces.Where(pair => s.Namespaces.HasFlag(pair.Kind)).Select(static pair => pair.Feature),
        },
        FieldRows.Text<ContainerSpec>("hostname", "host name inside", static s => s.HostName, static (s, v) => s with { HostName = v }) with
        {
            Wire = 9,
            Unset = "the container's name",
            Rule = static s => [.. SpecRules.HostName(s.HostName), .. SpecRules.OwnNames(s)],
            Demands = static s => s.HostName is not null ? [Feature.HostName] : [],
            Option = new FieldOption("--hostname", Container) { Aliases = ["-h"], ValueName = "NAME" },
        },
        FieldRows.Text<ContainerSpec>("domainname", "NIS domain name inside", static s => s.DomainName, static (s, v) => s with { DomainName = v }) with
        {
            Wire = 10,
            Unset = "(none)",
            Rule = static s => SpecRules.HostName(s.DomainName),
            Demands = static s => s.DomainName is not null ? [Feature.DomainName] : [],
            Option = new FieldOption("--domainname", Container) { ValueName = "NAME" },
        },
        FieldRows.Text<ContainerSpec>(
            "workdir", "directory inside in which the command starts", static s => s.WorkingDirectory, static (s, v) => s with { WorkingDirectory = v ?? "/" }, FieldType.Path) with
        {
            Wire = 11,
            Rule = static s => SpecRules.IsAbsolute(s.WorkingDirectory) ? [] : [$"'{s.WorkingDirectory}' is not an absolute path"],
            Option = new FieldOption("--workdir", Files) { Aliases = ["-w"], ValueName = "DIR" },
        },
        new Field<ContainerSpec>(
            "environment", FieldType.Block, "variables by name; nothing of the launcher's passes unless it is here",
            static s => s.Environment.IsEmpty ? null : new FieldValue.Block([.. s.Environment.Select(static pair => KeyValuePair.Create(pair.Key, (FieldValue)new FieldValue.Text(pair.Value)))]),
            static (s, v) => s with { Environment = v is null ? [] : [.. BlockOf(v).Entries.Select(static entry => KeyValuePair.Create(entry.Key, FieldRows.TextOf(entry.Value)))] })
        {
            Wire = 12,
            Rule = EnvironmentRule,
            Option = new FieldOption("--env", Identity)
            {
                Aliases = ["-e"],
                ValueName = "NAME[=VALUE]",
                Help = "Set a variable; NAME alone passes this shell's value on; repeatable",
                IsReadByHand = true,
            },
        },
        FieldRows.Parsed<ContainerSpec, UserSpec>(
            "user", new FieldType("user", FieldShape.Text), "user of the container, by name or number, USER or USER:GROUP",
            static s => s.User, static (s, v) => s with { User = v }, UserSpec.Parse) with
        {
            Wire = 13,
            Unset = "root of the container",
            Demands = static s => s.User is not null || s.Groups.Length > 0 ? [Feature.UserAndGroups] : [],
            Option = new FieldOption("--user", Identity) { Aliases = ["-u"], ValueName = "USER[:GROUP]" },
        },
        FieldRows.Texts<ContainerSpec>(
            "supplementary-groups", "further groups of the container, by name or number", static s => s.Groups, static (s, v) => s with { Groups = v }) with
        {
            Wire = 14,
            Option = new FieldOption("--group-add", Identity) { ValueName = "GROUP", Help = "A further group of the container, by name or number; repeatable" },
        },
        FieldRows.Size<ContainerSpec>(
            "limits.memory", "memory limit, e.g. 64M or 1.5G (powers of 1024)", new FieldRange(512 * 1024, long.MaxValue, "bytes"),
            static s => s.Limits.Memory, static (s, v) => s with { Limits = s.Limits with { Memory = v } }) with
        {
            Wire = 15,
            Unset = "no limit",
            Demands = static s => s.Limits.Memory is not null ? [Feature.MemoryLimit] : [],
            Option = new FieldOption("--memory", Limits) { Aliases = ["-m"], ValueName = "SIZE" },
        },
        FieldRows.Size<ContainerSpec>(
            "limits.swap", "swap limit beyond the memory limit; 0 forbids swap", new FieldRange(0, long.MaxValue, "bytes"),
            static s => s.Limits.Swap, static (s, v) => s with { Limits = s.Limits with { Swap = v } }) with
        {
            Wire = 16,
            Unset = "no limit",
            Rule = static s => s.Limits is { Swap: not null, Memory: null } ? ["means nothing without limits.memory"] : [],
            Demands = static s => s.Limits.Swap is not null ? [Feature.SwapLimit] : [],
            Option = new FieldOption("--memory-swap", Limits) { ValueName = "SIZE", Help = "Limit of memory and swap together; -1 for unlimited swap", IsReadByHand = true },
        },
        FieldRows.ParsedValue<ContainerSpec, CpuAmount>(
            "limits.cpus", new FieldType("processors, 0.01 to 8192", FieldShape.Quantity), "processor time limit, e.g. 0.5, 2 or 50%",
            static s => s.Limits.Cpus, static (s, v) => s with { Limits = s.Limits with { Cpus = v } }, CpuAmount.Parse) with
        {
            Wire = 17,
            Unset = "no limit",
            Demands = static s => s.Limits.Cpus is not null ? [Feature.CpuLimit] : [],
            Option = new FieldOption("--cpus", Limits) { ValueName = "NUMBER" },
        },
        FieldRows.Parsed<ContainerSpec, CpuSet>(
            "limits.cpuset", new FieldType("list of processors", FieldShape.Text), "processors it may run on, e.g. 0,2-3",
            static s => s.Limits.CpuSet, static (s, v) => s with { Limits = s.Limits with { CpuSet = v } }, CpuSet.Parse) with
        {
            Wire = 18,
            Unset = "all",
            Demands = static s => s.Limits.CpuSet is not null ? [Feature.CpuSet] : [],
            Option = new FieldOption("--cpuset-cpus", Limits) { Aliases = ["--cpuset"], ValueName = "LIST" },
        },
        FieldRows.Number<ContainerSpec>(
            "limits.cpu-weight", "share of processor time against others", new FieldRange(1, 10_000),
            static s => s.Limits.CpuWeight, static (s, v) => s with { Limits = s.Limits with { CpuWeight = v } }) with
        {
            Wire = 19,
            Unset = "100",
            Demands = static s => s.Limits.CpuWeight is not null ? [Feature.CpuWeight] : [],
            Option = new FieldOption("--cpu-weight", Limits) { ValueName = "NUMBER" },
        },
        FieldRows.Number<ContainerSpec>(
            "limits.io-weight", "share of disk bandwidth against others", new FieldRange(1, 10_000),
            static s => s.Limits.IoWeight, static (s, v) => s with { Limits = s.Limits with { IoWeight = v } }) with
        {
            Wire = 20,
            Unset = "100",
            Demands = static s => s.Limits.IoWeight is not null ? [Feature.IoWeight] : [],
            Option = new FieldOption("--io-weight", Limits) { ValueName = "NUMBER" },
        },
        FieldRows.Number<ContainerSpec>(
            "limits.pids", "maximum number of tasks (processes and threads)", new FieldRange(0, 4_194_304, "tasks"),
            static s => s.Limits.Pids, static (s, v) => s with { Limits = s.Limits with { Pids = v } }) with
        {
            Wire = 21,
            Unset = "2048; 0 is no limit",
            Demands = static s => s.Limits.Pids is > 0 ? [Feature.PidsLimit] : [],
            Option = new FieldOption("--pids-limit", Limits)
            {
                Aliases = ["--pids"],
                ValueName = "NUMBER",
                Help = "Maximum number of tasks (2048); 0 or -1 for unlimited",
                Parse = static text => new FieldValue.Text(text == "-1" ? "0" : text),
            },
        },
        new Field<ContainerSpec>(
            "rlimits", FieldType.Block, "limits of each process by name, e.g. nofile = \"1024:4096\"; see getrlimit(2)",
            static s => s.Rlimits.IsEmpty ? null : new FieldValue.Block([.. s.Rlimits.Select(static limit => KeyValuePair.Create(limit.Name, (FieldValue)new FieldValue.Text(limit.Values)))]),
            static (s, v) => s with { Rlimits = v is null ? [] : [.. BlockOf(v).Entries.Select(static entry => Rlimit.Parse($"{entry.Key}={FieldRows.TextOf(entry.Value)}"))] })
        {
            Wire = 22,
            Demands = static s => s.Rlimits.Length > 0 ? [Feature.Rlimits] : [],
            Option = new FieldOption("--ulimit", Limits)
            {
                Aliases = ["--rlimit"],
                ValueName = "NAME=SOFT[:HARD]",
                Help = "Limit of each process, e.g. nofile=1024:4096; repeatable",
                IsReadByHand = true,
            },
        },
        FieldRows.Number<ContainerSpec>(
            "oom-score-adj", "OOM score adjustment", new FieldRange(-1000, 1000), static s => s.OomScoreAdjust, static (s, v) => s with { OomScoreAdjust = v }) with
        {
            Wire = 23,
            Unset = "the launcher's",
            Demands = static s => s.OomScoreAdjust is not null ? [Feature.OomScore] : [],
            Option = new FieldOption("--oom-score-adj", Limits) { ValueName = "NUMBER" },
        },
        Capabilities(
            "capabilities.add", 24, "--cap-add", "capabilities beyond the default set, e.g. NET_RAW, or ALL", "Add a capability, e.g. NET_RAW, or ALL; repeatable",
            static s => s.CapabilitiesAdded, static (s, v) => s with { CapabilitiesAdded = v }),
        Capabilities(
            "capabilities.drop", 25, "--cap-drop", "capabilities taken from the default set, or ALL", "Drop a capability, or ALL; repeatable",
            static s => s.CapabilitiesDropped, static (s, v) => s with { CapabilitiesDropped = v }),
        FieldRows.Flag<ContainerSpec>(
            "no-new-privileges", "set-user-id programs gain nothing", SecuritySpec.Default.NoNewPrivileges,
            static s => s.Security.NoNewPrivileges, static (s, v) => s with { Security = s.Security with { NoNewPrivileges = v } }) with
        {
            Wire = 26,
            Demands = static s => s.Security.NoNewPrivileges ? [Feature.NoNewPrivileges] : [],
            Option = SecurityOption,
        },
        FieldRows.Choice<ContainerSpec, SeccompProfile>(
            "seccomp", "system call filter", SeccompProfile.Default, static s => s.Security.Seccomp, static (s, v) => s with { Security = s.Security with { Seccomp = v } },
            ("default", SeccompProfile.Default), ("unconfined", SeccompProfile.Unconfined)) with
        {
            Wire = 27,
            Demands = static s => s.Security.Seccomp == SeccompProfile.Default ? [Feature.Seccomp] : [],
            Option = SecurityOption,
        },
        FieldRows.Flag<ContainerSpec>(
            "unmasked", "the kernel's sensitive files below /proc and /sys stay visible and writable", SecuritySpec.Default.Unmasked,
            static s => s.Security.Unmasked, static (s, v) => s with { Security = s.Security with { Unmasked = v } }) with
        {
            Wire = 28,
            Demands = static s => s.Security.Unmasked ? [] : [Feature.MaskedPaths],
            Option = SecurityOption,
        },
        FieldRows.Flag<ContainerSpec>(
            "terminal", "a pseudo terminal of its own", false, static s => s.Terminal, static (s, v) => s with { Terminal = v }) with
        {
            Wire = 29,
            Demands = static s => s.Terminal ? [Feature.Terminal] : [],
            Option = new FieldOption("--tty", Container) { Aliases = ["-t"], Help = "Give the command a terminal of its own, connected to this one" },
        },
        FieldRows.ParsedValue<ContainerSpec, Signal>(
            "stop-signal", new FieldType("signal", FieldShape.Text), "signal that asks the command to end",
            static s => s.StopSignal, static (s, v) => s with { StopSignal = v ?? Signal.Terminate }, Signal.Parse) with
        {
            Wire = 30,
            IsLive = true,
            Option = new FieldOption("--stop-signal", Container) { ValueName = "SIGNAL" },
        },
        FieldRows.Duration<ContainerSpec>(
            "stop-grace", "time it may take to end before its control group is killed",
            static s => s.StopGrace, static (s, v) => s with { StopGrace = v ?? ContainerSpec.DefaultStopGrace }) with
        {
            Wire = 31,
            IsLive = true,
            Option = new FieldOption("--stop-timeout", Container) { ValueName = "SECONDS", Help = "Seconds it may take to end before it is killed (10)", Parse = Seconds },
        });

    private static FieldOption SecurityOption => new("--security-opt", Rights)
    {
        ValueName = "OPTION",
        Help = "no-new-privileges[=true|false], seccomp=default|unconfined, unmask=all; repeatable",
        IsReadByHand = true,
    };

    private static Field<ContainerSpec> Capabilities(
        string key, int wire, string option, string doc, string help, Func<SecuritySpec, ImmutableArray<string>> get, Func<SecuritySpec, ImmutableArray<string>, SecuritySpec> set)
        => FieldRows.Texts<ContainerSpec>(
            key, doc, s => get(s.Security), (s, v) => s with { Security = set(s.Security, [.. v.Select(CapabilityName.Parse)]) }) with
        {
            Wire = wire,
            Demands = s => get(s.Security).Length > 0 ? [Feature.Capabilities] : [],
            Option = new FieldOption(option, Rights) { ValueName = "CAP", Help = help, Parse = static text => FieldValue.Of(text.Split(',', StringSplitOptions.TrimEntries)) },
        };

    private static FieldValue.Block BlockOf(FieldValue value) => value as FieldValue.Block ?? throw new FormatException("must be a block in braces");

    private static string? RootText(ContainerSpec spec) => spec.Root.Kind switch { RootKind.Host => "host", RootKind.Void => "void", _ => spec.Root.Path };

    private static ContainerSpec SetRoot(ContainerSpec spec, string? text) => spec with
    {
        Root = spec.Root with
        {
            Kind = text switch { null or "host" => RootKind.Host, "void" => RootKind.Void, _ => RootKind.Directory },
            Path = text is null or "host" or "void" ? null : text,
        },
    };

    private static ImmutableArray<string> NamespaceNames(NamespaceKinds kinds)
        => kinds == NamespaceKinds.Default ? ["default"]
            : [.. s_namespaces.Where(pair => kinds.HasFlag(pair.Kind)).Select(static pair => NameOf(pair.Kind))];

    private static NamespaceKinds Namespace(NamespaceKinds sum, string name)
        => name is "default" ? sum | NamespaceKinds.Default
            : Array.Find(s_namespaces, pair => NameOf(pair.Kind) == name) is { Kind: not 0 } found ? sum | found.Kind
            : throw new FormatException($"'{name}' is not a namespace: write default, or a list of {string.Join(", ", s_namespaces.Select(static pair => NameOf(pair.Kind)))}");

    private static string NameOf(NamespaceKinds kind) => kind.ToString().ToLowerInvariant();

    private static FieldValue.Text Seconds(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            ? new FieldValue.Text(DurationText.Of(TimeSpan.FromSeconds(seconds)))
            : throw new FormatException($"'{text}' is not a number of seconds");

    private static IEnumerable<string> CommandRule(ContainerSpec spec)
    {
        if (spec.Command.IsDefaultOrEmpty || spec.Command[0].Length == 0)
        {
            yield return "names no program";
        }
        else if (spec.Command.Any(static word => word.Contains('\0', StringComparison.Ordinal)))
        {
            yield return "holds a NUL character";
        }
    }

    private static IEnumerable<string> EnvironmentRule(ContainerSpec spec)
        => spec.Environment
            .Where(static variable => variable.Key.Length == 0 || variable.Key.AsSpan().ContainsAny('=', '\0') || variable.Value.Contains('\0', StringComparison.Ordinal))
            .Select(static variable => $"'{variable.Key}' is not the name of a variable");

    private static IEnumerable<string> MountRule(ContainerSpec spec)
    {
        foreach (MountSpec mount in spec.Mounts)
        {
            if (!SpecRules.IsAbsolute(mount.Target) || mount.Target.Split('/').Contains(".."))
            {
                yield return $"target '{mount.Target}' is not an absolute path without '..'";
            }
            else if (mount.Target.Trim('/').Length == 0)
            {
                yield return "the target '/' is the root itself; choose it with root";
            }
            else if (SpecRules.OfKernel(mount.Target) is { } place)
            {
                yield return $"target '{mount.Target}': {place} is the container's own and takes no volume{(place == "/dev" ? "; name a file below it" : "")}";
            }

            if (mount is MountSpec.Bind bind && !SpecRules.IsAbsolute(bind.Source))
            {
                yield return $"source '{bind.Source}' is not an absolute path";
            }

            if (mount is MountSpec.Tmpfs { Size.Bytes: <= 0 })
            {
                yield return $"the tmpfs at {mount.Target} has no size";
            }
        }
    }
}
