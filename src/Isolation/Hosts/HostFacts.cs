using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Isolation.Capabilities;
using Helios.Isolation.Cgroups;

namespace Helios.Isolation.Hosts;

/// <summary>What a plan depends on beside the specification. With these given, planning is a pure function.</summary>
public sealed record HostFacts
{
    /// <summary>The launcher's effective user id.</summary>
    public required uint UserId { get; init; }

    /// <summary>The launcher's effective group id.</summary>
    public required uint GroupId { get; init; }

    /// <summary>The capabilities the launcher could give.</summary>
    public required CapabilitySet Bounding { get; init; }

    /// <summary>The control groups.</summary>
    public required CgroupLayout Cgroups { get; init; }

    /// <summary>The directories and links of the host's root; the copy-on-write root of a user namespace is put together from them.</summary>
    public ImmutableArray<TopLevelEntry> TopLevel { get; init; } = [];

    /// <summary>Kernel files to hide that exist on this kernel.</summary>
    public ImmutableArray<string> MaskedFiles { get; init; } = [];

    /// <summary>Kernel directories to hide that exist on this kernel.</summary>
    public ImmutableArray<string> MaskedDirectories { get; init; } = [];

    /// <summary>Kernel paths to make read-only that exist on this kernel.</summary>
    public ImmutableArray<string> ReadOnlyPaths { get; init; } = [];

    /// <summary>Secrets of the host's root that exist, files and directories, with their permission bits.</summary>
    public ImmutableArray<HiddenPath> Hidden { get; init; } = [];

    /// <summary>What a container of root's on the host's root sees of it, looked up for each launch.</summary>
    public Func<HostView> View { get; init; } = static () => new HostView();

    /// <summary>The machine's memory in bytes.</summary>
    public long Memory { get; init; } = 8L << 30;

    /// <summary>The launcher's own oom_score_adj, which its children inherit.</summary>
    public int OomScoreAdjust { get; init; }

    /// <summary>Whether this kernel has keyrings.</summary>
    public bool HasKeys { get; init; } = true;

    /// <summary>Every capability this kernel knows; what a user namespace starts with.</summary>
    public required CapabilitySet Known { get; init; }

    /// <summary>Reads a file of the root a specification asks for, by data only; empty when it has none.</summary>
    public required Func<ContainerSpec, string, string> ReadRootFile { get; init; }

    /// <summary>Looks at a path of the host.</summary>
    public required Func<string, PathKind> KindOf { get; init; }

    /// <summary>Whether the launcher is root, with all that follows.</summary>
    public bool IsRoot => UserId == 0;
}
