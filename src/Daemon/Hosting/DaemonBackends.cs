using System.Collections.Immutable;
using Helios.Backends.Namespaces;
using Helios.Backends.Simulated;
using Helios.Backends.SystemdRun;
using Helios.Contracts;

namespace Helios.Daemon;

/// <summary>Every backend, since a fleet may mix them; what the host lacks for one is refused when a container asks for it. The default is the first.</summary>
internal sealed class DaemonBackends : IDisposable
{
    /// <param name="first">The name of the default one.</param>
    /// <param name="time">The clock of the simulated one.</param>
    /// <exception cref="DaemonException">There is none of that name.</exception>
    internal DaemonBackends(string first, TimeProvider time)
    {
        ImmutableArray<IIsolationBackend> all = [new NamespacesBackend(), new SystemdRunBackend(), new SimulatedBackend(time, SimulationScript.Steady)];
        All = [.. all.OrderByDescending(backend => backend.Name == first)];
        if (All[0].Name != first)
        {
            Dispose();
            throw new DaemonException($"--backend: '{first}' is not one of {string.Join(", ", all.Select(static backend => backend.Name))}");
        }
    }

    internal ImmutableArray<IIsolationBackend> All { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable backend in All.OfType<IDisposable>())
        {
            backend.Dispose();
        }
    }
}
