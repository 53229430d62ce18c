using System.Collections.Immutable;
using Helios.Contracts;

namespace Helios.Fleets.Tests;

/// <summary>Members for tests, said in few words.</summary>
internal static class Some
{
    internal static readonly DateTimeOffset Time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static ContainerId Id(string name) => ContainerId.Parse(name);

    internal static MemberSpec Member(string name, params ImmutableArray<string> requires) => new()
    {
        Key = name,
        Container = new ContainerSpec { Id = Id(name), Command = ["app"] },
        Dependencies = [.. requires.Select(static on => new DependencySpec(Id(on), DependencyCondition.Started, true, DependencyLoss.Ignore))],
    };

    internal static FleetSpec Fleet(params ImmutableArray<MemberSpec> members) => new() { Members = members };
}
