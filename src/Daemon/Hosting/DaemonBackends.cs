using System.Collections.Immutable;
using Helios.Backends.Namespaces;
using Helios.Backends.Simulated;
using Helios.Backends.SystemdRun;
using Helios.Contracts;

namespace Helios.Daemon;

/// <summary>Every backend, since a fleet may mix them; what the host lacks for one is refused when a container asks for it. The default is the first.</summary>
internal sealed class DaemonBackends : IDisposable
{
    private static readonly string[] s_names = [NamespacesBackend.BackendName, SystemdRunBackend.BackendName, SimulatedBackend.BackendName];

    /// <param name="first">The name of the default one; see <see cref="ThrowIfUnknown"/>.</param>
    /// <param name="time">The clock of the simulated one.</param>
    internal DaemonBackends(string first, TimeProvider time)
    {
        ImmutableArray<IIsolationBackend> all = [new NamespacesBackend(new NamespacesOptions { IsGuarded = true }), new SystemdRunBackend(), new SimulatedBackend(time, SimulationScript.Steady)];
        All = [.. all.OrderByDescending(backend => backend.Name == first)];
    }

    internal ImmutableArray<IIsolationBackend> All { get; }

    /// <summary>Refuses a name that no backend has.</summary>
    /// <exception cref="DaemonException">There is none of that name.</exception>
    internal static void ThrowIfUnknown(string name)
    {
        if (!s_names.Contains(name))
        {
            throw new DaemonException($"--backend: '{name}' is not one of {string.Join(", ", s_names)}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable backend in All.OfType<IDisposable>())
        {
            backend.Dispose();
        }
    }
}
