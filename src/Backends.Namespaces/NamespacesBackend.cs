using System.Collections.Immutable;
using Helios.Backends.Namespaces.State;
using Helios.Contracts;
using Helios.Isolation;
using Helios.Isolation.Cgroups;
using Helios.Isolation.Hosts;
using Helios.Isolation.Plans;
using Helios.Isolation.Steps;
using Helios.Linux;

namespace Helios.Backends.Namespaces;

/// <summary>Isolation by the kernel's own calls: clone3, pivot_root, the mount API, control groups, seccomp.</summary>
/// <remarks>
/// A specification is compiled to steps (<see cref="Plan"/> prints them), the steps to a spawn script, and the script is walked in the child
/// by code that is not managed. Threads: every member may be called from any thread.
/// </remarks>
public sealed class NamespacesBackend : IIsolationBackend, IDisposable
{
    /// <summary>The backend's name in fleet files.</summary>
    public const string BackendName = "namespaces";

    /// <summary>One makes control groups and scripts while the other waits for its child to exec.</summary>
    private const int LaunchThreads = 2;

    private readonly HostFacts _host;
    private readonly Fence _leftOut;
    private readonly CgroupTree _cgroups;
    private readonly StateDirectory _state;
    private readonly PlanCompiler _compiler;
    private readonly Lazy<Launcher> _launcher = new(static () => new Launcher());
    private readonly Lazy<EventLoop> _events = new(static () => new EventLoop());
    private readonly Lazy<BlockingCalls> _calls;
    private readonly Guardian? _guardian;

    /// <summary>Looks at the host; starts nothing yet.</summary>
    public NamespacesBackend(NamespacesOptions? options = null)
        : this(options ?? new NamespacesOptions(), HostProbe.Read())
    {
    }

    internal NamespacesBackend(NamespacesOptions options, HostFacts host)
    {
        _host = host;
        _calls = new(() => options.OnCaller ? BlockingCalls.OnCaller() : new BlockingCalls("helios launches", LaunchThreads));
        _leftOut = options.LeftOut;
        _guardian = options.IsGuarded ? new Guardian() : null;
        _cgroups = CgroupTree.For(host.Cgroups, host.IsRoot, options.Accounting);
        _state = new StateDirectory(options.StateDirectory);
        _compiler = new PlanCompiler(host, options.Accounting, options.LeftOut);
        Capabilities = new BackendCapabilities(HostSupport.Find(host, _cgroups));
    }

    /// <inheritdoc/>
    public string Name => BackendName;

    /// <inheritdoc/>
    public BackendCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public ImmutableArray<SpecFault> Validate(ContainerSpec spec)
    {
        ImmutableArray<SpecFault> faults = spec.Faults();
        return faults.IsEmpty ? [.. Capabilities.Check(spec, Name), .. HostRules.Check(spec, _host)] : faults;
    }

    /// <inheritdoc/>
    public LaunchPlan Plan(ContainerSpec spec) => Compile(spec).ToLaunchPlan(Name);

    /// <summary>The system calls of a start, one line each, in the order the child makes them.</summary>
    public string Syscalls(ContainerSpec spec)
    {
        using SpawnScript script = Compile(spec).Write(LaunchDescriptors.None);
        return script.ToString();
    }

    /// <inheritdoc/>
    public Task<IContainer> PrepareAsync(ContainerSpec spec, ContainerIo io, CancellationToken cancellation)
        => _calls.Value.RunAsync<IContainer>(() =>
        {
            cancellation.ThrowIfCancellationRequested();
            return Prepare(spec, io);
        });

    /// <summary>Makes everything a start needs. The same as <see cref="PrepareAsync"/>, for a caller with a thread to spend.</summary>
    /// <exception cref="BackendException">The specification has faults, the name is taken, or something could not be made; nothing is left behind.</exception>
    public NamespacesContainer Prepare(ContainerSpec spec, ContainerIo io)
    {
        if (Validate(spec) is [SpecFault fault, ..])
        {
            throw new BackendException(ExitCause.LaunchFailed.Invalid(fault));
        }

        ContainerSpec bounded = Bounded(spec);
        FileLock claim = _state.Claim(spec.Id, out bool wasLeft);
        if (wasLeft)
        {
            ClearAway(spec.Id, claim);
        }

        CgroupLeaf? leaf = null;
        int? guarded = null;
        try
        {
            leaf = MakeLeaf(bounded);
            guarded = leaf.Birthplace is { } group ? _guardian?.Hold(group) : null;
            CompiledPlan plan = _compiler.Compile(bounded, io.Size);
            return new NamespacesContainer(spec, bounded, io, plan, leaf, claim, _compiler, _launcher.Value, _events.Value, _calls, () => ContainerGone(guarded));
        }
        catch (Exception failure)
        {
            leaf?.Dispose();
            Release(guarded);
            if (failure is SyscallException { Errno: Errno.EEXIST })
            {
                // Something of this name is there and lives; the next sweep, which kills, finds it by the lock.
                claim.Abandon();
            }
            else
            {
                claim.Dispose();
            }

            throw failure switch
            {
                BackendException => failure,
                SpawnException spawn => new BackendException(new ExitCause.LaunchFailed("start the guardian", spawn.Message), spawn),
                SyscallException syscall => new BackendException(new ExitCause.LaunchFailed("make the control group", syscall.Message), syscall),
                _ => failure,
            };
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<string> Sweep()
    {
        ImmutableArray<string>.Builder removed = ImmutableArray.CreateBuilder<string>();
        foreach ((string name, FileLock claim) in _state.Orphans())
        {
            try
            {
                _cgroups.Remove(name);
                removed.Add($"removed leftovers of container {name}");
                claim.Dispose();
            }
            catch (SyscallException failure)
            {
                // The lock stays: it is the only mark by which the next sweep finds the rest.
                claim.Abandon();
                removed.Add($"could not remove leftovers of container {name}: {failure.Message}");
            }
        }

        _state.RemoveIfEmpty();
        return removed.DrainToImmutable();
    }

    /// <summary>Ends the backend's threads. Containers are their holders' to dispose, and have to be first.</summary>
    public void Dispose()
    {
        if (_calls.IsValueCreated)
        {
            _calls.Value.Dispose();
        }

        if (_launcher.IsValueCreated)
        {
            _launcher.Value.Dispose();
        }

        if (_events.IsValueCreated)
        {
            _events.Value.Dispose();
        }

        _guardian?.Dispose();
    }

    /// <summary>Removes what a dead owner of a name left, so that the name can be used again.</summary>
    private void ClearAway(ContainerId id, FileLock claim)
    {
        try
        {
            _cgroups.Remove(id.ToString());
        }
        catch (SyscallException failure)
        {
            claim.Abandon();
            throw new BackendException(new ExitCause.LaunchFailed("remove what a dead owner of the name left", failure.Message), failure);
        }
    }

    private CgroupLeaf MakeLeaf(ContainerSpec spec)
    {
        try
        {
            return _cgroups.Create(spec.Id, spec.Limits);
        }
        catch (SyscallException taken) when (taken.Errno == Errno.EEXIST && _cgroups.TryRemoveEmpty(spec.Id.ToString()))
        {
            // Empty groups of the name without a lock: their owner died between removing the one and the other.
            return _cgroups.Create(spec.Id, spec.Limits);
        }
    }

    // Where the host cannot bound them, nothing was asked for and nothing is refused.
    private ContainerSpec Bounded(ContainerSpec spec)
        => _cgroups.Find(Feature.PidsLimit) is null && !_leftOut.HasFlag(Fence.Bounds) ? spec with { Limits = spec.Limits.WithDefaults() } : spec;

    private void ContainerGone(int? guarded)
    {
        Release(guarded);
        _state.RemoveIfEmpty();
    }

    private void Release(int? guarded)
    {
        if (guarded is { } slot)
        {
            _guardian!.Release(slot);
        }
    }

    private CompiledPlan Compile(ContainerSpec spec) => _compiler.Compile(Bounded(spec), ContainerIo.Nothing.Size);
}
