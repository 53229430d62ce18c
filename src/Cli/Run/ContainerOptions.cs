using Helios.Contracts;

namespace Helios.Cli;

/// <summary>The options that describe a container, named as in podman. <c>run</c> and <c>explain</c> share them.</summary>
/// <remarks>Most are rows of <see cref="ContainerFields"/>; here stand those that set a part of a field or no field at all.</remarks>
internal sealed class ContainerOptions
{
    private static readonly string[] s_privateOrHost = ["private", "host"];
    private static readonly string[] s_securityWords =
        ["no-new-privileges=true", "no-new-privileges=false", "seccomp=default", "seccomp=unconfined", "unmask=all"];

    internal readonly CliOption Name = new("--name", ValueKind.Text, "Container name (default: random)")
    {
        ValueName = "NAME",
        Section = "Container",
    };

    internal readonly CliOption Config = new(
        "--config", ValueKind.File, "Begin with the container of a file of helios-container, or with the entrypoint of a specification of clone_shim; other options come on top")
    {
        ValueName = "FILE",
        Section = "Container",
    };

    internal readonly CliOption CommandText = new("--command", ValueKind.Text, "Command as one string, split on whitespace")
    {
        ValueName = "WORDS",
        Section = "Container",
    };

    internal readonly CliOption Backend = new("--backend", ValueKind.Word, "What isolates it: namespaces (default) or systemd-run, which makes it a unit of systemd")
    {
        Words = BackendChoice.Names,
        Section = "Container",
    };

    internal readonly CliOption Interactive = new(
        "--interactive", ValueKind.Switch, "Accepted for compatibility; stdin is always connected", "-i")
    {
        Section = "Container",
    };

    internal readonly CliOption Remove = new(
        "--rm", ValueKind.Switch, "Accepted for compatibility; a container in the foreground is always removed when it ends")
    {
        Section = "Container",
    };

    internal readonly CliOption Tmpfs = new("--tmpfs", ValueKind.Text, "Mount an empty file system in memory; repeatable")
    {
        ValueName = "DST[:size=SIZE,mode=OCTAL]",
        Section = "Files",
    };

    internal readonly CliOption CpuPercent = new("--cpu", ValueKind.Text, "The same in percent of one processor, as helios-container has it: 50 is --cpus 0.5")
    {
        ValueName = "PERCENT",
        Section = "Limits",
    };

    internal readonly CliOption EnvFile = new("--env-file", ValueKind.File, "Read variables from a file, one NAME=VALUE a line; repeatable")
    {
        ValueName = "FILE",
        Section = "Environment and user",
    };

    internal readonly CliOption Network = new("--network", ValueKind.Word, "'none' (default) and 'private' have only a loopback of their own", "--net")
    {
        Words = ["none", "private", "host"],
        Section = "Isolation",
    };

    internal readonly CliOption Pid = new("--pid", ValueKind.Word, "Process ids: own (default) or the host's")
    {
        Words = s_privateOrHost,
        Section = "Isolation",
    };

    internal readonly CliOption Ipc = new("--ipc", ValueKind.Word, "System V IPC and message queues: own (default) or the host's")
    {
        Words = s_privateOrHost,
        Section = "Isolation",
    };

    internal readonly CliOption Uts = new("--uts", ValueKind.Word, "Host name: own (default) or the host's") { Words = s_privateOrHost, Section = "Isolation" };

    internal readonly CliOption Cgroupns = new("--cgroupns", ValueKind.Word, "View of the control groups: own (default) or the host's")
    {
        Words = s_privateOrHost,
        Section = "Isolation",
    };

    internal readonly CliOption Userns = new("--userns", ValueKind.Word, "User ids: the host's (default for root) or own (always for other users)")
    {
        Words = s_privateOrHost,
        Section = "Isolation",
    };

    internal readonly CliOption Time = new("--time", ValueKind.Switch, "Give it clocks of its own since boot (a time namespace)") { Section = "Isolation" };

    private readonly Dictionary<string, CliOption> _byName = [];

    internal ContainerOptions()
    {
        foreach (Field<ContainerSpec> row in ContainerFields.Table.Rows)
        {
            if (row.Option is { } option)
            {
                _byName.TryAdd(option.Name, OptionOf(row, option));
            }
        }
    }

    internal CliOption Root => Of("root");

    internal CliOption Volume => Of("mounts");

    internal CliOption Env => Of("environment");

    internal CliOption Memory => Of("limits.memory");

    internal CliOption MemorySwap => Of("limits.swap");

    internal CliOption Cpus => Of("limits.cpus");

    internal CliOption Ulimit => Of("rlimits");

    internal CliOption SecurityOpt => Of("no-new-privileges");

    /// <summary>All of them, in the order of help.</summary>
    internal IReadOnlyList<CliOption> All =>
    [
        Name, Backend, Config, CommandText, .. Under("Container"), Interactive, Remove,
        .. Under("Files"), Tmpfs,
        .. Under("Limits"), CpuPercent,
        .. Under("Environment and user"), EnvFile,
        Network, Pid, Ipc, Uts, Cgroupns, Userns, Time,
        .. Under("Rights"),
    ];

    /// <summary>The option of a field.</summary>
    internal CliOption Of(string key) => _byName[ContainerFields.Table[key].Option!.Name];

    private IEnumerable<CliOption> Under(string section) => _byName.Values.Where(option => option.Section == section);

    private static CliOption OptionOf(Field<ContainerSpec> row, FieldOption option)
        => new(option.Name, KindOf(row), option.Help ?? HelpOf(row), [.. option.Aliases])
        {
            ValueName = option.ValueName,
            Section = option.Group,
            Words = row.Key == "no-new-privileges" ? s_securityWords : [],
        };

    private static ValueKind KindOf(Field<ContainerSpec> row) => row.Key switch
    {
        "no-new-privileges" => ValueKind.Word,
        "root" => ValueKind.Directory,
        "mounts" => ValueKind.File,
        _ => row.Type.Shape == FieldShape.Flag ? ValueKind.Switch : ValueKind.Text,
    };

    private static string HelpOf(Field<ContainerSpec> row)
    {
        string range = row.Type.Shape == FieldShape.Number && row.Range is { } bounds ? $", {bounds}" : "";
        string? missing = row.Type.Shape == FieldShape.Flag || row.Unset is "no limit" ? null : row.Unset ?? row.TextOf(ContainerFields.Table.Defaults);
        return $"{char.ToUpperInvariant(row.Doc[0])}{row.Doc[1..]}{range}{(missing is null ? "" : $" ({missing})")}";
    }
}
