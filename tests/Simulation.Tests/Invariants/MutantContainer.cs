using System.Collections.Immutable;
using System.Reflection;
using Helios.Backends.Simulated;
using Helios.Contracts;

namespace Helios.Simulation.Tests;

/// <summary>Everything the supervisor asks a simulated container for.</summary>
public interface IMutantContainer : IInProcessContainer, IContainerNetwork;

/// <summary>A container that a faulty supervisor would leave behind or explain wrongly.</summary>
public class MutantContainer : DispatchProxy
{
    private IContainer _inner = null!;
    private string _method = "";
    private Func<object?> _instead = null!;

    /// <summary>The same container but for one method.</summary>
    public static IContainer Of(IContainer inner, string method, Func<object?> instead)
    {
        IMutantContainer mutant = Create<IMutantContainer, MutantContainer>();
        MutantContainer self = (MutantContainer)mutant;
        (self._inner, self._method, self._instead) = (inner, method, instead);
        return mutant;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        => targetMethod!.Name == _method ? _instead() : targetMethod.Invoke(_inner, args);
}

/// <summary>A backend through which a faulty supervisor is played.</summary>
/// <param name="inner">The simulated one.</param>
/// <param name="prepare">What preparing does instead.</param>
internal sealed class MutantBackend(SimulatedBackend inner, Func<Func<Task<IContainer>>, Task<IContainer>> prepare) : IIsolationBackend
{
    public string Name => inner.Name;

    public BackendCapabilities Capabilities => inner.Capabilities;

    public ImmutableArray<SpecFault> Validate(ContainerSpec spec) => inner.Validate(spec);

    public LaunchPlan Plan(ContainerSpec spec) => inner.Plan(spec);

    public Task<IContainer> PrepareAsync(ContainerSpec spec, ContainerIo io, CancellationToken cancellation) => prepare(() => inner.PrepareAsync(spec, io, cancellation));

    public ImmutableArray<string> Sweep() => inner.Sweep();
}
