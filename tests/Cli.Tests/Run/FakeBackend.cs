using System.Collections.Immutable;
using Helios.Contracts;

namespace Helios.Cli.Tests;

/// <summary>Hands out one container that the test made.</summary>
internal sealed class FakeBackend(FakeContainer container) : IIsolationBackend
{
    internal ImmutableArray<SpecFault> Faults { get; init; } = [];

    internal Func<CancellationToken, Task>? Preparing { get; init; }

    public string Name => "fake";

    public BackendCapabilities Capabilities { get; } = new([]);

    public ImmutableArray<SpecFault> Validate(ContainerSpec spec) => Faults;

    public LaunchPlan Plan(ContainerSpec spec) => throw new NotSupportedException();

    public async Task<IContainer> PrepareAsync(ContainerSpec spec, ContainerIo io, CancellationToken cancellation)
    {
        if (Preparing is not null)
        {
            await Preparing(cancellation);
        }

        return container;
    }

    public ImmutableArray<string> Sweep() => [];
}
