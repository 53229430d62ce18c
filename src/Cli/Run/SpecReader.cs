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

        ContainerId id = _values.Value(_options.Name, ContainerId.Parse) ?? ContainerId.Parse(_host.FreshName);
        _ = _values.IsOn(_options.Interactive);
        _ = _values.IsOn(_options.Remove);
        ContainerSpec spec = basis with { Id = id, Command = CommandOf(command, basis), Namespaces = ReadNamespaces(basis.Namespaces) };
        foreach (Field<ContainerSpec> row in ContainerFields.Table.Rows)
        {
            spec = row.Option is { IsReadByHand: false } ? Apply(spec, row, row.Option) : spec;
        }

        spec = spec with
        {
            Root = ReadRoot(spec.Root),
            Mounts = [.. basis.Mounts, .. ReadMounts()],
            Limits = spec.Limits with { Swap = ReadSwap(spec.Limits.Memory), Cpus = ReadPercent() ?? spec.Limits.Cpus },
            Rlimits = _values.Each(_options.Ulimit, Rlimit.Parse),
            Security = ReadSecurity(spec.Security),
        };
        string hostName = spec.Namespaces.HasFlag(NamespaceKinds.Uts) ? spec.HostName ?? id.ToString() : _host.HostName;
        return spec with
        {
            Environment = new EnvironmentReader(_options, _values, _host).Read(hostName, HomeDirectory.Of(spec.User, spec.Root, _host), spec.Terminal, basis.Environment),
        };
    }

    private ContainerSpec Apply(ContainerSpec spec, Field<ContainerSpec> row, FieldOption rules)
    {
        CliOption option = _options.Of(row.Key);
        if (!_values.Has(option))
        {
            return spec;
        }

        if (row.Type.Shape == FieldShape.Flag)
        {
            return row.Set(spec, new FieldValue.Flag(_values.IsOn(option)));
        }

        return row.Type.Shape == FieldShape.List
            ? _values.All(option).Aggregate(spec, (sum, text) => OptionValues.Convert(option, text, value => row.Set(sum, Longer(row.Get(sum), Value(value)))))
            : OptionValues.Convert(option, _values.Last(option)!, text => row.Set(spec, Value(text)));

        FieldValue? Value(string text) => rules.Parse is { } parse ? parse(text) : new FieldValue.Text(text);
    }

    private static FieldValue.List Longer(FieldValue? list, FieldValue? more)
        => new([.. (list as FieldValue.List)?.Items ?? [], .. more is FieldValue.List several ? several.Items : more is { } one ? [one] : []]);

    private ImmutableArray<string> CommandOf(ImmutableArray<string> command, ContainerSpec basis)
        => _values.Last(_options.CommandText) is { } text
            ? command.IsEmpty
                ? [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)]
                : throw new CliException($"{_options.CommandText.Name}: there is a command after the options too: '{command[0]}'")
            : !command.IsEmpty ? command
            : !basis.Command.IsEmpty ? basis.Command
            : throw new CliException("a command must follow the options");

    private RootSpec ReadRoot(RootSpec basis) => _values.Last(_options.Root) switch
    {
        null => basis,
        "host" => basis with { Kind = RootKind.Host, Path = null },
        "void" => basis with { Kind = RootKind.Void, Path = null },
        string directory => basis with { Kind = RootKind.Directory, Path = Path.GetFullPath(directory, _host.WorkingDirectory) },
    };

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

    private CpuAmount? ReadPercent()
        => !_values.Has(_options.CpuPercent) ? null
            : _values.Has(_options.Cpus) ? throw new CliException($"{_options.CpuPercent.Name}: {_options.Cpus.Name} says the same: give one of them")
            : _values.Value(_options.CpuPercent, Percent);

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

    private SecuritySpec ReadSecurity(SecuritySpec security)
    {
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

    private static CpuAmount Percent(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int percent) && percent > 0
            ? CpuAmount.Parse((percent / 100m).ToString(CultureInfo.InvariantCulture))
            : throw new FormatException($"'{text}' is not a whole number of percent, such as 50 for half a processor");
}
