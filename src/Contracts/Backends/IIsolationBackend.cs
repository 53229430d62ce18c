using System.Collections.Immutable;

namespace Helios.Contracts;

/// <summary>A way of isolating: prepares, starts, joins, signals, freezes, reads, destroys; and declares what it can do.</summary>
public interface IIsolationBackend
{
    /// <summary>Its name in fleet files: <c>namespaces</c>, <c>systemd-run</c>, <c>simulated</c>.</summary>
    string Name { get; }

    /// <summary>What it can do on this host.</summary>
    BackendCapabilities Capabilities { get; }

    /// <summary>Everything that keeps this specification from running here; empty when it can be tried. Changes nothing.</summary>
    ImmutableArray<SpecFault> Validate(ContainerSpec spec);

    /// <summary>The steps a start would take. Needs no privilege and changes nothing.</summary>
    LaunchPlan Plan(ContainerSpec spec);

    /// <summary>Makes everything a start needs (control group, directories, plan), so that starting is only launching. The caller's thread does not wait for the kernel.</summary>
    /// <exception cref="BackendException">Something could not be made; nothing is left behind.</exception>
    Task<IContainer> PrepareAsync(ContainerSpec spec, ContainerIo io, CancellationToken cancellation);

    /// <summary>Removes what crashed runs of any process left behind; returns one line for each thing removed.</summary>
    ImmutableArray<string> Sweep();
}
