using System.Collections.Immutable;
using System.Globalization;
using Helios.Contracts;

namespace Helios.Cli;

/// <summary>Turns the container options of a command line into a specification.</summary>
internal sealed class SpecReader
{
    // What a container is before any option.
    private static readonly ContainerSpec s_plain = new() { Id = ContainerId.Parse("plain"), Command = [] };

    private readonly ContainerOptions _options;
    private readonly OptionValues _values;
    private readonly HostFacts _host;

    internal SpecReader(ContainerOptions options, OptionValues values, HostFacts host)
    {
        _options = options;
        _values = values;
        _host = host;
    }

    /// <summary>Reads the whole specification.</summary>
    /// <param name="command">The payload's program and its arguments.</param>
    /// <exception cref="CliException">A value that is not one, or no command.</exception>
    internal ContainerSpec Read(ImmutableArray<string> command)
    {
        ContainerSpec basis = s_plain;
        if (_values.Last(_options.Config) is { } file)
        {
            (basis, bool takesCommand) = ConfiguredContainer.Read(Path.GetFullPath(file, _host.WorkingDirectory), command, _host);
            command = takesCommand ? [] : command;
        }

        command = CommandOf(command, basis);
        ContainerId id = _values.Value(_options.Name, ContainerId.Parse) ?? ContainerId.Parse(_host.FreshName);
        bool terminal = _values.IsOn(_options.Tty);
        _ = _values.IsOn(_options.Interactive);
        _ = _values.IsOn(_options.Remove);
        NamespaceKinds namespaces = ReadNamespaces(basis.Namespaces);
        string? hostName = _values.Last(_options.Hostname) ?? basis.HostName;
        UserSpec? user = _values.Object(_options.User, UserSpec.Parse);
        RootSpec root = ReadRoot(basis.Root);
        ImmutableArray<Rlimit> rlimits = _values.Each(_options.Ulimit, Rlimit.Parse);
        return new ContainerSpec
        {
            Id = id,
            Command = command,
            Root = root,
            Mounts = [.. basis.Mounts, .. ReadMounts()],
            Namespaces = namespaces,
            HostName = hostName,
            DomainName = _values.Last(_options.Domainname) ?? basis.DomainName,
            WorkingDirectory = _values.Last(_options.Workdir) ?? "/",
            Environment = new EnvironmentReader(_options, _values, _host).Read(
                namespaces.HasFlag(NamespaceKinds.Uts) ? hostName ?? id.ToString() : _host.HostName, HomeDirectory.Of(user, root, _host), terminal, basis.Environment),
            User = user,
            Groups = [.. _values.All(_options.GroupAdd)],
            Limits = ReadLimits(basis.Limits),
            Rlimits = rlimits,
            OomScoreAdjust = _values.Value(_options.OomScoreAdj, Number),
            Security = ReadSecurity(),
            Terminal = terminal,
            StopSignal = _values.Value(_options.StopSignal, Signal.Parse) ?? Signal.Terminate,
            StopGrace = _values.Value(_options.StopTimeout, Seconds) ?? TimeSpan.FromSeconds(10),
        };
    }

    private ImmutableArray<string> CommandOf(ImmutableArray<string> command, ContainerSpec basis)
        => _values.Last(_options.CommandText) is { } text
            ? command.IsEmpty
                ? [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)]
                : throw new CliException($"{_options.CommandText.Name}: there is a command after the options too: '{command[0]}'")
            : !command.IsEmpty ? command
            : !basis.Command.IsEmpty ? basis.Command
            : throw new CliException("a command must follow the options");

    private RootSpec ReadRoot(RootSpec basis)
    {
        bool readOnly = _values.IsOn(_options.ReadOnly);
        bool ephemeral = _values.IsOn(_options.Ephemeral);
        return _values.Last(_options.Root) switch
        {
            null => basis with { ReadOnly = readOnly, Ephemeral = ephemeral },
            "host" => RootSpec.Host with { ReadOnly = readOnly, Ephemeral = ephemeral },
            "void" => RootSpec.Void with { ReadOnly = readOnly, Ephemeral = ephemeral },
            string directory => new RootSpec
            {
                Kind = RootKind.Directory,
                Path = Path.GetFullPath(directory, _host.WorkingDirectory),
                ReadOnly = readOnly,
                Ephemeral = ephemeral,
            },
        };
    }

    // One list in the order of the command line: a volume may lie in a tmpfs, and the other way round.
    private ImmutableArray<MountSpec> ReadMounts()
    {
        List<MountSpec> mounts = [];
        foreach ((CliOption option, string value) in _values.InOrder(_options.Volume, _options.Tmpfs))
        {
            mounts.Add(option == _options.Volume
                ? OptionValues.Convert<MountSpec>(option, value, text => MountText.Volume(text, _host.WorkingDirectory))
                : OptionValues.Convert<MountSpec>(option, value, MountText.Tmpfs));
        }

        return [.. mounts];
    }

    private NamespaceKinds ReadNamespaces(NamespaceKinds basis)
    {
        NamespaceKinds namespaces = basis;
        Choose(_options.Network, NamespaceKinds.Network);
        Choose(_options.Pid, NamespaceKinds.Pid);
        Choose(_options.Ipc, NamespaceKinds.Ipc);
        Choose(_options.Uts, NamespaceKinds.Uts);
        Choose(_options.Cgroupns, NamespaceKinds.Cgroup);
        string? users = _values.Word(_options.Userns);
        if (users == "private" || (users is null && !_host.IsRoot))
        {
            namespaces |= NamespaceKinds.User;
        }

        return _values.IsOn(_options.Time) ? namespaces | NamespaceKinds.Time : namespaces;

        void Choose(CliOption option, NamespaceKinds flag)
        {
            if (_values.Word(option) == "host")
            {
                namespaces &= ~flag;
            }
        }
    }

    private ResourceLimits ReadLimits(ResourceLimits basis)
    {
        ByteSize? memory = _values.Value(_options.Memory, ByteSize.Parse) ?? basis.Memory;
        return new ResourceLimits
        {
            Memory = memory,
            Swap = ReadSwap(memory),
            Cpus = ReadCpus() ?? basis.Cpus,
            CpuSet = _values.Object(_options.CpusetCpus, CpuSet.Parse),
            CpuWeight = _values.Value(_options.CpuWeight, Number),
            IoWeight = _values.Value(_options.IoWeight, Number),
            Pids = _values.Last(_options.PidsLimit) == "-1" ? 0 : _values.Value(_options.PidsLimit, Number),
        };
    }

    private CpuAmount? ReadCpus()
        => _values.Has(_options.CpuPercent)
            ? _values.Has(_options.Cpus)
                ? throw new CliException($"{_options.CpuPercent.Name}: {_options.Cpus.Name} says the same: give one of them")
                : _values.Value(_options.CpuPercent, Percent)
            : _values.Value(_options.Cpus, CpuAmount.Parse);

    // podman's number is memory and swap together; the kernel's, and ours, is swap alone.
    private ByteSize? ReadSwap(ByteSize? memory)
    {
        string? text = _values.Last(_options.MemorySwap);
        if (text is null or "-1")
        {
            return null;
        }

        ByteSize total = OptionValues.Convert(_options.MemorySwap, text, ByteSize.Parse);
        return memory is not { } ceiling
            ? throw new CliException($"{_options.MemorySwap.Name}: needs {_options.Memory.Name} beside it: the value is memory and swap together")
            : total.Bytes < ceiling.Bytes
                ? throw new CliException($"{_options.MemorySwap.Name}: '{text}' is less than {_options.Memory.Name}: the value is memory and swap together")
                : new ByteSize(total.Bytes - ceiling.Bytes);
    }

    private SecuritySpec ReadSecurity()
    {
        SecuritySpec security = new()
        {
            CapabilitiesAdded = Capabilities(_options.CapAdd),
            CapabilitiesDropped = Capabilities(_options.CapDrop),
        };
        foreach (string option in _values.All(_options.SecurityOpt))
        {
            // podman separates by '=' and, in the older spelling, by ':'.
            int split = option.AsSpan().IndexOfAny('=', ':');
            (string name, string value) = split < 0 ? (option, "true") : (option[..split], option[(split + 1)..]);
            security = (name, value) switch
            {
                ("no-new-privileges", "true") => security with { NoNewPrivileges = true },
                ("no-new-privileges", "false") => security with { NoNewPrivileges = false },
                ("seccomp", "default") => security with { Seccomp = SeccompProfile.Default },
                ("seccomp", "unconfined") => security with { Seccomp = SeccompProfile.Unconfined },
                ("unmask", "all" or "ALL") => security with { Unmasked = true },
                _ => throw new CliException($"{_options.SecurityOpt.Name}: '{option}' is not one of {string.Join(", ", _options.SecurityOpt.Words)}"),
            };
        }

        return security;
    }

    private ImmutableArray<string> Capabilities(CliOption option)
        => [.. _values.All(option)
            .SelectMany(static list => list.Split(',', StringSplitOptions.TrimEntries))
            .Select(name => name.Length == 0 ? throw new CliException($"{option.Name}: '' is not a capability") : name.ToUpperInvariant())
            .Select(static name => name.StartsWith("CAP_", StringComparison.Ordinal) ? name[4..] : name)];

    private static int Number(string text)
        => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new FormatException($"'{text}' is not a whole number");

    private static CpuAmount Percent(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int percent) && percent > 0
            ? CpuAmount.Parse((percent / 100m).ToString(CultureInfo.InvariantCulture))
            : throw new FormatException($"'{text}' is not a whole number of percent, such as 50 for half a processor");

    private static TimeSpan Seconds(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException($"'{text}' is not a number of seconds");
}
