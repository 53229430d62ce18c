using System.Collections.Immutable;
using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>An existing OCI runtime behind the backend contract, so that the cases can be proved on it. It refuses what no bundle can say.</summary>
internal sealed class OciBackend(OciRuntime runtime, string bundles) : IIsolationBackend
{
    private const string NoNamespaceOfTime = "this version of the OCI specification has no time namespace";
    private static readonly string[]? s_unified = File.Exists("/sys/fs/cgroup/cgroup.controllers") ? File.ReadAllText("/sys/fs/cgroup/cgroup.controllers").Split([' ', '\n']) : null;

    private const string Remedy = "the case is Helios' own";

    public string Name => runtime.Name;

    public BackendCapabilities Capabilities { get; } = new(
    [
        new(Feature.TimeNamespace, NoNamespaceOfTime, Remedy),
        new(Feature.HostRoot, "a bundle has a root directory of its own", Remedy),
        new(Feature.VoidRoot, "a bundle has a root directory of its own", Remedy),
        new(Feature.EphemeralRoot, "a bundle's root is what is in its directory", Remedy),
        new(Feature.Statistics, "runtimes print figures for their engines in forms of their own", Remedy),
        new(Feature.IoWeight, "not every kernel of the beds has a scheduler with weights", Remedy),
        .. s_unified is null || s_unified.Contains("cpuset") ? (Unsupported[])[] : [new(Feature.CpuSet, "this kernel has no cpuset controller on v2", Remedy)],
    ]);

    public ImmutableArray<SpecFault> Validate(ContainerSpec spec) => [.. spec.Faults(), .. Capabilities.Check(spec, Name)];

    public LaunchPlan Plan(ContainerSpec spec) => throw new NotSupportedException("a runtime has no plan");

    public async Task<IContainer> PrepareAsync(ContainerSpec spec, ContainerIo io, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (Validate(spec) is [SpecFault fault, ..])
        {
            throw new BackendException(ExitCause.LaunchFailed.Invalid(fault));
        }

        string bundle = Path.Join(bundles, $"{spec.Id}.{Guid.NewGuid():N}");
        Directory.CreateDirectory(bundle);
        OciContainer container = new(runtime, bundle, spec);
        try
        {
            string configuration = OciBundle.Configuration(spec, io.Size, s_unified is not null).ToJsonString();
            await File.WriteAllTextAsync(Path.Join(bundle, "config.json"), configuration, CancellationToken.None);
            await container.CreateAsync(io);
            return container;
        }
        catch (Exception failure)
        {
            await container.DisposeAsync();
            throw failure is FormatException format
                ? new BackendException(ExitCause.LaunchFailed.Invalid(new SpecFault("user", format.Message)), format)
                : failure;
        }
    }

    public ImmutableArray<string> Sweep() => [];
}
