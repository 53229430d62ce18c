using System.Collections.Immutable;

namespace Helios.Fleets;

/// <summary>A whole fleet as its file says it, with replicas written out. A value.</summary>
public sealed record FleetSpec
{
    /// <summary>A fleet of nothing.</summary>
    public static FleetSpec Empty { get; } = new();

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "helios";

    /// <summary>Its groups, the root first, parents before their children.</summary>
    public ImmutableArray<GroupSpec> Groups { get; init; } = [new GroupSpec(GroupSpec.RootName) { Parent = null }];

    /// <summary>Its containers in a start order: dependencies before dependents, otherwise as in the file.</summary>
    public ImmutableArray<MemberSpec> Members { get; init; } = [];
}
