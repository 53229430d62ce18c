using System.Diagnostics;
using Helios.Backends.Namespaces;
using Helios.Contracts;

namespace Helios.Containers.Benchmarks;

/// <summary>The namespaces backend inside a resident process: prepare, start, reap, remove; with every default protection on.</summary>
internal sealed class HeliosContestant(BusyboxBundle bundle) : IDisposable
{
    private readonly NamespacesBackend _counted = new();
    private readonly NamespacesBackend _uncounted = new(new NamespacesOptions { Accounting = false });
    private int _count;

    internal TimeSpan Run(bool limits)
    {
        ContainerSpec spec = new()
        {
            Id = ContainerId.Parse($"bench-{Environment.ProcessId}-{_count++}"),
            Command = ["/bin/true"],
            Root = new RootSpec { Kind = RootKind.Directory, Path = bundle.Root },
            Limits = limits ? new ResourceLimits { Memory = ByteSize.FromMiB(64), Cpus = CpuAmount.Parse("0.5"), Pids = 20 } : ResourceLimits.None,
        };
        long start = Stopwatch.GetTimestamp();
        NamespacesContainer container = (limits ? _counted : _uncounted).Prepare(spec, ContainerIo.Nothing);
        container.Start();
        ExitStatus status = container.Exited.GetAwaiter().GetResult();
        container.DisposeAsync().AsTask().GetAwaiter().GetResult();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        return status.IsSuccess ? elapsed : throw new InvalidOperationException($"the payload ended with {status}");
    }

    public void Dispose()
    {
        _counted.Dispose();
        _uncounted.Dispose();
    }
}
