using System.Collections.Immutable;

namespace Helios.Contracts;

/// <summary>What a container is: its program, its root, its limits, its rights. A value; it never changes while the container lives.</summary>
public sealed record ContainerSpec
{
    /// <summary>The longest host or domain name, in bytes. See sethostname(2).</summary>
    public const int MaxHostName = 64;

    /// <summary>How long a container may take to end unless it says otherwise.</summary>
    public static TimeSpan DefaultStopGrace { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Its name.</summary>
    public required ContainerId Id { get; init; }

    /// <summary>The program and its arguments; a program without a slash is looked up in the container's own PATH.</summary>
    public required ImmutableArray<string> Command { get; init; }

    /// <summary>The root file system.</summary>
    public RootSpec Root { get; init; } = RootSpec.Host;

    /// <summary>What is mounted over the root, in order.</summary>
    public ImmutableArray<MountSpec> Mounts { get; init; } = [];

    /// <summary>The namespaces it has of its own.</summary>
    public NamespaceKinds Namespaces { get; init; } = NamespaceKinds.Default;

    /// <summary>Its host name; null is the id.</summary>
    public string? HostName { get; init; }

    /// <summary>Its NIS domain name; null leaves <c>(none)</c>.</summary>
    public string? DomainName { get; init; }

    /// <summary>Where the program starts, inside the root; made when missing only for <c>/</c>.</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary>The whole environment of the program, in order, later keys winning. Nothing of the launcher's passes unless it is here.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Who it runs as; null is root of the container, or the launcher itself when it is not root.</summary>
    public UserSpec? User { get; init; }

    /// <summary>Extra groups beyond the user's own, numbers or names of the container's group file.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>Control group limits.</summary>
    public ResourceLimits Limits { get; init; } = ResourceLimits.None;

    /// <summary>Per-process limits.</summary>
    public ImmutableArray<Rlimit> Rlimits { get; init; } = [];

    /// <summary>OOM score adjustment, -1000 to 1000; null leaves the launcher's. See proc(5).</summary>
    public int? OomScoreAdjust { get; init; }

    /// <summary>Capabilities, seccomp, masks.</summary>
    public SecuritySpec Security { get; init; } = SecuritySpec.Default;

    /// <summary>Whether it has a pseudo terminal as its controlling terminal.</summary>
    public bool Terminal { get; init; }

    /// <summary>The signal that asks it to end.</summary>
    public Signal StopSignal { get; init; } = Signal.Terminate;

    /// <summary>How long it may take to end before the whole control group is killed.</summary>
    public TimeSpan StopGrace { get; init; } = DefaultStopGrace;

    /// <summary>The paths of the host that the container may write to: what lies there is no longer the host's word.</summary>
    public ImmutableArray<string> WritablePaths()
        =>
        [
            .. Root is { Kind: RootKind.Directory, Path: { } path, ReadOnly: false, Ephemeral: false } ? [path] : (string[])[],
            .. Mounts.OfType<MountSpec.Bind>().Where(static bind => !bind.ReadOnly).Select(static bind => bind.Source),
        ];

    /// <summary>Every rule this specification breaks by itself, whatever the backend; empty when it can be tried.</summary>
    public ImmutableArray<SpecFault> Faults() => [.. ContainerFields.Table.Check(this)];
}
