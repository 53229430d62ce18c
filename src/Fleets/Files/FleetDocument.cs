using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Hocon;

namespace Helios.Fleets;

/// <summary>A fleet file that was read: the fleet, what may be overridden, and where everything stands.</summary>
public sealed class FleetDocument
{
    private readonly ImmutableDictionary<ContainerId, Section> _sections;

    internal FleetDocument(FleetSpec fleet, HoconObject root, HoconObject baseRoot, ImmutableArray<string> overridable, ImmutableDictionary<ContainerId, Section> sections)
    {
        Fleet = fleet;
        Root = root;
        BaseRoot = baseRoot;
        Overridable = overridable;
        _sections = sections;
    }

    /// <summary>The fleet.</summary>
    public FleetSpec Fleet { get; }

    /// <summary>The file as values, overrides included.</summary>
    public HoconObject Root { get; }

    /// <summary>The file as values, as it stands on disk.</summary>
    internal HoconObject BaseRoot { get; }

    /// <summary>The overrides that belong to the form of a foreign configuration, such as the program of a void specification, and not to the fleet.</summary>
    internal ImmutableArray<FleetOverride> FormOverrides { get; set; } = [];

    /// <summary>The paths that may be overridden, as the file declares them; <c>*</c> stands for one whole key.</summary>
    public ImmutableArray<string> Overridable { get; }

    /// <summary>Where a field of a container stands, or the nearest block around it.</summary>
    public HoconOrigin OriginOf(ContainerId id, string field) => _sections[id].OriginOf(field);

    /// <summary>A fault for everything that the backends cannot do here, at the place of the field that asks for it.</summary>
    /// <param name="backendOf">The backend by name, null for the default one; null when there is none of that name.</param>
    public ImmutableArray<HoconFault> FaultsOf(Func<string?, IIsolationBackend?> backendOf)
    {
        ImmutableArray<HoconFault>.Builder faults = ImmutableArray.CreateBuilder<HoconFault>();
        foreach (MemberSpec member in Fleet.Members)
        {
            string path = $"containers.{member.Key}";
            if (backendOf(member.Backend) is not { } backend)
            {
                faults.Add(new HoconFault(OriginOf(member.Id, "backend"), $"{path}.backend: there is no backend '{member.Backend}' here"));
                continue;
            }

            foreach (SpecFault fault in backend.Capabilities.Check(member.Container, backend.Name))
            {
                faults.Add(new HoconFault(OriginOf(member.Id, fault.Field), $"{path}.{fault.Field}: {fault.Problem}"));
            }
        }

        return [.. faults.DistinctBy(static fault => fault.Message)];
    }
}
