using System.Globalization;
using Helios.Contracts;
using MessagePack;
using MessagePack.Formatters;

namespace Helios.Control;

/// <summary>How a container's specification travels. Values with a text form of their own travel in it, so that both sides read one spelling.</summary>
internal static class WireSpec
{
    /// <summary>What a specification is before anything is read; its id and command break the rules, so it cannot be run by accident.</summary>
    internal static readonly ContainerSpec Blank = new() { Id = default, Command = [] };

    private static readonly IMessagePackFormatter<MountDraft?> s_mount = Map.Of(
        new MountDraft(),
        Map.Text<MountDraft>(1, m => m.Target, (m, v) => m with { Target = v }),
        Map.Text<MountDraft>(2, m => m.Source, (m, v) => m with { Source = v }),
        Map.Flag<MountDraft>(3, m => m.ReadOnly, (m, v) => m with { ReadOnly = v }),
        Map.Number<MountDraft>(4, m => m.Size, (m, v) => m with { Size = v }),
        Map.Number<MountDraft>(5, m => m.Mode, (m, v) => m with { Mode = (int)v }));

    internal static readonly IMessagePackFormatter<ContainerSpec?> Formatter = Map.Of(
        Blank,
        Map.Text<ContainerSpec>(1, m => m.Id.ToString(), (m, v) => m with { Id = Parse(v, ContainerId.Parse) }),
        Map.Texts<ContainerSpec>(2, m => m.Command, (m, v) => m with { Command = v }),
        Map.Number<ContainerSpec>(3, m => (int)m.Root.Kind, (m, v) => m with { Root = m.Root with { Kind = (RootKind)v } }),
        Map.Text<ContainerSpec>(4, m => m.Root.Path, (m, v) => m with { Root = m.Root with { Path = v } }),
        Map.Flag<ContainerSpec>(5, m => m.Root.Ephemeral, (m, v) => m with { Root = m.Root with { Ephemeral = v } }),
        Map.Flag<ContainerSpec>(6, m => m.Root.ReadOnly, (m, v) => m with { Root = m.Root with { ReadOnly = v } }),
        Map.List<ContainerSpec, MountDraft>(7, () => s_mount, m => [.. m.Mounts.Select(MountDraft.Of)], (m, v) => m with { Mounts = [.. v.Select(static mount => mount.ToSpec())] }),
        Map.Number<ContainerSpec>(8, m => (int)m.Namespaces, (m, v) => m with { Namespaces = (NamespaceKinds)v }),
        Map.Text<ContainerSpec>(9, m => m.HostName, (m, v) => m with { HostName = v }),
        Map.Text<ContainerSpec>(10, m => m.DomainName, (m, v) => m with { DomainName = v }),
        Map.Text<ContainerSpec>(11, m => m.WorkingDirectory, (m, v) => m with { WorkingDirectory = v }),
        Map.Texts<ContainerSpec>(12, m => [.. m.Environment.Select(static pair => $"{pair.Key}={pair.Value}")], (m, v) => m with { Environment = [.. v.Select(Variable)] }),
        Map.Text<ContainerSpec>(13, m => m.User?.ToString(), (m, v) => m with { User = Parse(v, UserSpec.Parse) }),
        Map.Texts<ContainerSpec>(14, m => m.Groups, (m, v) => m with { Groups = v }),
        Map.Number<ContainerSpec>(15, m => m.Limits.Memory?.Bytes, (m, v) => m with { Limits = m.Limits with { Memory = new ByteSize(v) } }),
        Map.Number<ContainerSpec>(16, m => m.Limits.Swap?.Bytes, (m, v) => m with { Limits = m.Limits with { Swap = new ByteSize(v) } }),
        Map.Text<ContainerSpec>(17, m => m.Limits.Cpus?.ToString(), (m, v) => m with { Limits = m.Limits with { Cpus = Parse(v, CpuAmount.Parse) } }),
        Map.Text<ContainerSpec>(18, m => m.Limits.CpuSet?.ToString(), (m, v) => m with { Limits = m.Limits with { CpuSet = Parse(v, CpuSet.Parse) } }),
        Map.Number<ContainerSpec>(19, m => m.Limits.CpuWeight, (m, v) => m with { Limits = m.Limits with { CpuWeight = Int(v) } }),
        Map.Number<ContainerSpec>(20, m => m.Limits.IoWeight, (m, v) => m with { Limits = m.Limits with { IoWeight = Int(v) } }),
        Map.Number<ContainerSpec>(21, m => m.Limits.Pids, (m, v) => m with { Limits = m.Limits with { Pids = Int(v) } }),
        Map.Texts<ContainerSpec>(22, m => [.. m.Rlimits.Select(static limit => limit.ToString())], (m, v) => m with { Rlimits = [.. v.Select(static text => Parse(text, Rlimit.Parse))] }),
        Map.Number<ContainerSpec>(23, m => m.OomScoreAdjust, (m, v) => m with { OomScoreAdjust = Int(v) }),
        Map.Texts<ContainerSpec>(24, m => m.Security.CapabilitiesAdded, (m, v) => m with { Security = m.Security with { CapabilitiesAdded = v } }),
        Map.Texts<ContainerSpec>(25, m => m.Security.CapabilitiesDropped, (m, v) => m with { Security = m.Security with { CapabilitiesDropped = v } }),
        Map.Flag<ContainerSpec>(26, m => m.Security.NoNewPrivileges, (m, v) => m with { Security = m.Security with { NoNewPrivileges = v } }),
        Map.Number<ContainerSpec>(27, m => (int)m.Security.Seccomp, (m, v) => m with { Security = m.Security with { Seccomp = Known((SeccompProfile)v) } }),
        Map.Flag<ContainerSpec>(28, m => m.Security.Unmasked, (m, v) => m with { Security = m.Security with { Unmasked = v } }),
        Map.Flag<ContainerSpec>(29, m => m.Terminal, (m, v) => m with { Terminal = v }),
        Map.Number<ContainerSpec>(30, m => m.StopSignal.Number, (m, v) => m with { StopSignal = Parse(v.ToString(CultureInfo.InvariantCulture), Signal.Parse) }),
        Map.Span<ContainerSpec>(31, m => m.StopGrace, (m, v) => m with { StopGrace = v }));

    internal static KeyValuePair<string, string> Variable(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? KeyValuePair.Create(text[..equals], text[(equals + 1)..])
            : throw new MessagePackSerializationException($"'{text}' is not a variable: NAME=VALUE");
    }

    private static T Parse<T>(string text, Func<string, T> parse)
    {
        try
        {
            return parse(text);
        }
        catch (FormatException error)
        {
            throw new MessagePackSerializationException(error.Message, error);
        }
    }

    private static int Int(long value)
        => value is >= int.MinValue and <= int.MaxValue ? (int)value : throw new MessagePackSerializationException($"{value} is out of range");

    // An unknown profile must not become a weaker one.
    private static SeccompProfile Known(SeccompProfile profile)
        => Enum.IsDefined(profile) ? profile : throw new MessagePackSerializationException($"seccomp profile {(int)profile} is not known here");

    private sealed record MountDraft
    {
        internal string Target { get; init; } = "";

        internal string? Source { get; init; }

        internal bool ReadOnly { get; init; }

        internal long? Size { get; init; }

        internal int Mode { get; init; } = 0x3FF;

        internal static MountDraft Of(MountSpec mount) => mount switch
        {
            MountSpec.Bind bind => new MountDraft { Target = bind.Target, Source = bind.Source, ReadOnly = bind.ReadOnly },
            MountSpec.Tmpfs tmpfs => new MountDraft { Target = tmpfs.Target, Size = tmpfs.Size?.Bytes, Mode = tmpfs.Mode },
            _ => throw new MessagePackSerializationException($"{mount.GetType().Name} cannot be sent"),
        };

        internal MountSpec ToSpec() => Source is { } source
            ? new MountSpec.Bind { Target = Target, Source = source, ReadOnly = ReadOnly }
            : new MountSpec.Tmpfs { Target = Target, Size = Size is { } size ? new ByteSize(size) : null, Mode = Mode };
    }
}
