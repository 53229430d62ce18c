using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Hocon;

namespace Helios.Supervisor;

/// <summary>Reads what a container is: the keys that become its <see cref="ContainerSpec"/>.</summary>
internal static class ContainerReader
{
    internal static ContainerSpec Read(Section section, ContainerId id)
    {
        ContainerSpec defaults = new() { Id = id, Command = [] };
        return defaults with
        {
            Command = section.Command("command") ?? [],
            Root = Root(section),
            Mounts = Mounts(section),
            Namespaces = NamespacesOf(section),
            HostName = section.Text("hostname"),
            DomainName = section.Text("domainname"),
            WorkingDirectory = section.Text("workdir") ?? defaults.WorkingDirectory,
            Environment = Environment(section),
            User = section.Parsed("user", UserSpec.Parse),
            Groups = section.Texts("supplementary-groups") ?? [],
            Limits = section.Sub("limits") is { } limits ? Limits(limits) : ResourceLimits.None,
            Rlimits = section.Sub("rlimits") is { } rlimits ? Rlimits(rlimits) : [],
            OomScoreAdjust = section.Number("oom-score-adj", -1000, 1000),
            Security = Security(section),
            Terminal = section.Flag("terminal", defaults.Terminal),
            StopSignal = section.ParsedValue("stop-signal", Signal.Parse) ?? defaults.StopSignal,
            StopGrace = section.Duration("stop-grace") ?? defaults.StopGrace,
        };
    }

    private static RootSpec Root(Section section)
    {
        string text = section.Text("root") ?? "host";
        return new RootSpec
        {
            Kind = text switch { "host" => RootKind.Host, "void" => RootKind.Void, _ => RootKind.Directory },
            Path = text is "host" or "void" ? null : text,
            Ephemeral = section.Flag("ephemeral", false),
            ReadOnly = section.Flag("read-only", false),
        };
    }

    private static ImmutableArray<MountSpec> Mounts(Section section)
    {
        if (section.Value("mounts") is not HoconArray list)
        {
            if (section.Value("mounts") is { } other)
            {
                section.Fault("mounts", other, "must be a list");
            }

            return [];
        }

        ImmutableArray<MountSpec>.Builder mounts = ImmutableArray.CreateBuilder<MountSpec>();
        foreach (HoconValue item in list)
        {
            if (section.Item("mounts", item) is { } block)
            {
                mounts.Add(MountBlock(block));
            }
            else if (section.ItemText("mounts", item) is { } text && MountText(section, item, text) is { } mount)
            {
                mounts.Add(mount);
            }
        }

        return mounts.DrainToImmutable();
    }

    private static MountSpec MountBlock(Section block)
    {
        string? tmpfs = block.Text("tmpfs");
        MountSpec mount = tmpfs is not null
            ? new MountSpec.Tmpfs { Target = tmpfs, Size = block.ParsedValue("size", ByteSize.Parse), Mode = block.ParsedValue("mode", Mode) ?? new MountSpec.Tmpfs { Target = "/" }.Mode }
            : new MountSpec.Bind { Source = block.Text("source") ?? "", Target = block.Text("target") ?? "", ReadOnly = block.Flag("read-only", false) };
        block.RefuseTheRest();
        return mount;
    }

    // SOURCE:TARGET, SOURCE:TARGET:ro, tmpfs:TARGET, as podman's --volume and --tmpfs have it.
    private static MountSpec? MountText(Section section, HoconValue item, string text)
    {
        string[] parts = text.Split(':');
        switch (parts)
        {
            case ["tmpfs", string target]:
                return new MountSpec.Tmpfs { Target = target };
            case [string source, string target]:
                return new MountSpec.Bind { Source = source, Target = target };
            case [string source, string target, "ro" or "rw"]:
                return new MountSpec.Bind { Source = source, Target = target, ReadOnly = parts[2] == "ro" };
            default:
                section.Fault("mounts", item, $"'{text}' is not a mount: write SOURCE:TARGET, SOURCE:TARGET:ro, tmpfs:TARGET or a block with source and target");
                return null;
        }
    }

    private static NamespaceKinds NamespacesOf(Section section)
    {
        if (section.Texts("namespaces") is not { } names)
        {
            return NamespaceKinds.Default;
        }

        NamespaceKinds result = 0;
        foreach (string name in names)
        {
            if (Enum.TryParse(name, ignoreCase: true, out NamespaceKinds one) && one.ToString().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                result |= one;
            }
            else
            {
                section.Fault("namespaces", section.Value("namespaces"), $"'{name}' is not a namespace: write default, or a list of pid, mount, uts, ipc, network, cgroup, user, time");
            }
        }

        return result;
    }

    private static ImmutableArray<KeyValuePair<string, string>> Environment(Section section)
    {
        if (section.Sub("environment") is not { } block)
        {
            return [];
        }

        ImmutableArray<KeyValuePair<string, string>>.Builder variables = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (HoconField field in block.Fields)
        {
            if (block.Text(field.Key) is { } value)
            {
                variables.Add(new(field.Key, value));
            }
        }

        return variables.DrainToImmutable();
    }

    private static ResourceLimits Limits(Section block)
    {
        ResourceLimits limits = new()
        {
            Memory = block.ParsedValue("memory", ByteSize.Parse),
            Swap = block.ParsedValue("swap", ByteSize.Parse),
            Cpus = block.ParsedValue("cpus", CpuAmount.Parse),
            CpuSet = block.Parsed("cpuset", CpuSet.Parse),
            CpuWeight = block.Number("cpu-weight", 1, 10_000),
            IoWeight = block.Number("io-weight", 1, 10_000),
            Pids = block.Number("pids", 0, 4_194_304),
        };
        block.RefuseTheRest();
        return limits;
    }

    private static ImmutableArray<Rlimit> Rlimits(Section block)
    {
        ImmutableArray<Rlimit>.Builder rlimits = ImmutableArray.CreateBuilder<Rlimit>();
        foreach (HoconField field in block.Fields)
        {
            if (block.Parsed(field.Key, value => Rlimit.Parse($"{field.Key}={value}")) is { } rlimit)
            {
                rlimits.Add(rlimit);
            }
        }

        return rlimits.DrainToImmutable();
    }

    private static SecuritySpec Security(Section section)
    {
        SecuritySpec defaults = SecuritySpec.Default;
        Section? capabilities = section.Sub("capabilities");
        SecuritySpec security = new()
        {
            CapabilitiesAdded = capabilities?.Texts("add") ?? [],
            CapabilitiesDropped = capabilities?.Texts("drop") ?? [],
            NoNewPrivileges = section.Flag("no-new-privileges", defaults.NoNewPrivileges),
            Seccomp = section.Choice("seccomp", ("default", SeccompProfile.Default), ("unconfined", SeccompProfile.Unconfined)) ?? defaults.Seccomp,
            Unmasked = section.Flag("unmasked", defaults.Unmasked),
        };
        capabilities?.RefuseTheRest();
        return security;
    }

    private static int Mode(string text)
    {
        try
        {
            int mode = Convert.ToInt32(text, 8);
            return mode is >= 0 and <= 0xFFF ? mode : throw new FormatException();
        }
        catch (Exception fault) when (fault is FormatException or OverflowException or ArgumentException)
        {
            throw new FormatException($"'{text}' is not a file mode: write octal digits such as 1777");
        }
    }
}
