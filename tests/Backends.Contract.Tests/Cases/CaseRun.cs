using System.Globalization;
using Helios.Contracts;
using Helios.Linux;
using Helios.Support;
using Microsoft.Win32.SafeHandles;

namespace Helios.Backends.Contract.Tests;

/// <summary>One case on one backend: makes its containers, ends them, and fails when anything of them is left.</summary>
public sealed class CaseRun : IAsyncDisposable
{
    /// <summary>How long anything may take before the case fails.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static int s_counter;
    private readonly List<ContainerId> _ids = [];
    private readonly List<LiveContainer> _live = [];
    private readonly HashSet<string> _mounts = Mounts();
    private readonly TempTree _files = new();
    private readonly string _root;

    public CaseRun(Subject subject, string root)
    {
        Subject = subject;
        _root = root;
        File.SetUnixFileMode(_files.Root, (UnixFileMode)0x1ED);
    }

    public Subject Subject { get; }

    public IIsolationBackend Backend => Subject.Backend;

    /// <summary>A folder of the case's own on the host, for bind mounts.</summary>
    public TempTree Files => _files;

    /// <summary>The strongest specification that the backend declares it can do, on the busybox root, with a name nobody else has.</summary>
    public ContainerSpec Command(params string[] command)
    {
        ContainerId id = ContainerId.Parse(string.Create(CultureInfo.InvariantCulture, $"case-{Environment.ProcessId}-{Interlocked.Increment(ref s_counter)}"));
        _ids.Add(id);
        return Weakened(new ContainerSpec
        {
            Id = id,
            Command = [.. command],
            Root = new RootSpec { Kind = RootKind.Directory, Path = _root },
            Environment = [new("PATH", "/bin")],
        });
    }

    /// <summary>The same with a shell script.</summary>
    public ContainerSpec Shell(string script) => Command("/bin/sh", "-c", script);

    /// <summary>Skips the case when the backend declares that it lacks the feature, and says so.</summary>
    public void Demand(Feature feature)
    {
        if (Backend.Capabilities.Find(feature) is { } lack)
        {
            Assert.Skip($"{Backend.Name} declares that it lacks {feature}: {lack}");
        }
    }

    /// <summary>Skips the case when the specification asks for what the backend declares it lacks.</summary>
    public void SkipWhatIsLacking(ContainerSpec spec)
    {
        DemandFeatures(spec);
        if (Subject.WhyNotProgram(spec) is { } lack)
        {
            Assert.Skip(lack);
        }
    }

    /// <summary>Skips the case when the specification asks for a feature that the backend declares it lacks.</summary>
    public void DemandFeatures(ContainerSpec spec)
    {
        foreach (FeatureDemand demand in FeatureDemand.Of(spec))
        {
            Demand(demand.Feature);
        }
    }

    /// <summary>Skips a case about what only a backend of ours promises: validation, plans.</summary>
    public void DemandBackend()
    {
        if (Subject.IsOracle)
        {
            Assert.Skip($"{Backend.Name} is an oracle of containers; this case is about a backend's own interface");
        }
    }

    /// <summary>Skips a case that looks at the container's processes from the host.</summary>
    public void DemandProcesses()
    {
        if (!Subject.HasProcesses)
        {
            Assert.Skip($"a container of {Backend.Name} is no process of this host");
        }
    }

    /// <summary>Runs a container to its end.</summary>
    public async Task<Outcome> RunAsync(ContainerSpec spec, Func<ContainerSpec, ContainerSpec>? with = null, string input = "")
    {
        LiveContainer container = await StartAsync(spec, with, input);
        return await container.EndAsync();
    }

    /// <summary>Starts a container with its streams connected to the case.</summary>
    public async Task<LiveContainer> StartAsync(ContainerSpec spec, Func<ContainerSpec, ContainerSpec>? with = null, string? input = null)
    {
        LiveContainer container = await PrepareAsync(with?.Invoke(spec) ?? spec, input);
        await container.Container.StartAsync(CancellationToken.None).WaitAsync(Patience);
        container.Connected();
        return container;
    }

    /// <summary>Prepares a container with its streams connected to the case.</summary>
    public async Task<LiveContainer> PrepareAsync(ContainerSpec spec, string? input = null, IReadOnlyList<System.Runtime.InteropServices.SafeHandle>? extra = null, TerminalSize? size = null)
    {
        SkipWhatIsLacking(spec);
        LiveContainer container = new(input, spec.Terminal);
        _live.Add(container);
        await container.PrepareAsync(this, spec, extra ?? [], size);
        return container;
    }

    /// <summary>Ends what still runs and checks that nothing is left.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            foreach (LiveContainer container in _live)
            {
                await container.DisposeAsync();
            }

            List<string> left = [];
            foreach (ContainerId id in _ids)
            {
                left.AddRange(Subject.TracesOf(id));
                left.AddRange(HostTraces.Of(id));
            }

            left.AddRange(Mounts().Except(_mounts).Where(line => _ids.Exists(id => line.Contains(id.ToString(), StringComparison.Ordinal)) || line.Contains(_files.Root, StringComparison.Ordinal)));
            Assert.True(left.Count == 0, "left behind:\n  " + string.Join("\n  ", left));
        }
        finally
        {
            _files.Dispose();
        }
    }

    internal static SafeFileHandle Borrow(SafeFd descriptor) => new(descriptor.Number, ownsHandle: false);

    private static HashSet<string> Mounts() => [.. File.ReadLines("/proc/self/mountinfo")];

    private ContainerSpec Weakened(ContainerSpec spec)
    {
        foreach (FeatureDemand demand in FeatureDemand.Of(spec).Where(demand => !Backend.Capabilities.Has(demand.Feature)))
        {
            spec = demand.Feature switch
            {
                Feature.Seccomp => spec with { Security = spec.Security with { Seccomp = SeccompProfile.Unconfined } },
                Feature.NoNewPrivileges => spec with { Security = spec.Security with { NoNewPrivileges = false } },
                Feature.MaskedPaths => spec with { Security = spec.Security with { Unmasked = true } },
                Feature.CgroupNamespace => spec with { Namespaces = spec.Namespaces & ~NamespaceKinds.Cgroup },
                _ => spec,
            };
        }

        return spec;
    }
}
