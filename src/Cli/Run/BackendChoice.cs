using System.Runtime.CompilerServices;
using Helios.Backends.Namespaces;
using Helios.Backends.SystemdRun;
using Helios.Contracts;

namespace Helios.Cli;

/// <summary>The backends that the verbs of this process host themselves.</summary>
internal static class BackendChoice
{
    /// <summary>The words of the option <c>--backend</c>, the default first.</summary>
    internal static readonly string[] Names = [NamespacesBackend.BackendName, SystemdRunBackend.BackendName];

    /// <summary>Runs something with a backend and releases it.</summary>
    /// <param name="name">One of <see cref="Names"/>; null is the default.</param>
    /// <param name="action">Gets the backend.</param>
    internal static int With(string? name, Func<IIsolationBackend, int> action)
    {
        IIsolationBackend backend = name == SystemdRunBackend.BackendName ? SystemdRun() : new NamespacesBackend(new NamespacesOptions { OnCaller = true });
        using (backend as IDisposable)
        {
            return action(backend);
        }
    }

    /// <summary>The system calls of a start, as far as this program makes them.</summary>
    internal static string Syscalls(IIsolationBackend backend, ContainerSpec spec)
        => backend is NamespacesBackend namespaces ? namespaces.Syscalls(spec) : SystemdRunSyscalls(backend, spec);

    // In methods of their own, so that a run without them does not load their assembly.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static SystemdRunBackend SystemdRun() => new();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string SystemdRunSyscalls(IIsolationBackend backend, ContainerSpec spec) => ((SystemdRunBackend)backend).Syscalls(spec);
}
