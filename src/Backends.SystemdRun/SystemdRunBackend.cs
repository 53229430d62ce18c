using System.Collections.Immutable;
using Helios.Backends.SystemdRun.Gates;
using Helios.Backends.SystemdRun.Hosts;
using Helios.Backends.SystemdRun.Processes;
using Helios.Backends.SystemdRun.Units;
using Helios.Contracts;
using Helios.Isolation.Cgroups;
using Helios.Isolation.Hosts;
using Helios.Isolation.Plans;
using Helios.Isolation.Steps;
using Helios.Linux;

namespace Helios.Backends.SystemdRun;

/// <summary>Isolation by systemd-run and unshare: every container is a transient unit of the machine's own manager.</summary>
/// <remarks>
/// Programs are run by argument vectors; no shell ever reads a word of a specification. The pidfd, the control group and the synchronization
/// pipe are the container's here as they are with the namespaces backend. The host is looked at when it is first asked about.
/// Threads: every member may be called from any thread.
/// </remarks>
public sealed class SystemdRunBackend : IIsolationBackend, IDisposable
{
    /// <summary>The backend's name in fleet files.</summary>
    public const string BackendName = "systemd-run";

    // Most of a start is waiting for systemd, which makes one unit after another.
    private const int StartThreads = 4;

    private readonly bool _userManager;
    private readonly string? _chosenState;
    private readonly ToolRun _tools;
    private readonly UnitManager _units;
    private readonly Lazy<Parts> _parts;
    private readonly Lazy<Launcher> _launcher = new(static () => new Launcher());
    private readonly Lazy<EventLoop> _events = new(static () => new EventLoop());
    private readonly Lazy<BlockingCalls> _calls = new(static () => new BlockingCalls("helios units", StartThreads));

    /// <summary>Does nothing yet.</summary>
    public SystemdRunBackend(SystemdRunOptions? options = null)
    {
        _userManager = options?.UserManager ?? !Environment.IsPrivilegedProcess;
        _chosenState = options?.StateDirectory;
        _tools = new ToolRun(_launcher);
        _units = new UnitManager(_tools, _userManager);
        _parts = new(Look);
    }

    /// <inheritdoc/>
    public string Name => BackendName;

    /// <inheritdoc/>
    public BackendCapabilities Capabilities => _parts.Value.Capabilities;

    /// <summary>Why nothing can be started here; null when something can.</summary>
    public string? WhyNot => Capabilities.WhyNothing?.ToString();

    /// <inheritdoc/>
    public ImmutableArray<SpecFault> Validate(ContainerSpec spec)
    {
        ImmutableArray<SpecFault> faults = spec.Faults();
        return faults.IsEmpty ? [.. Capabilities.Check(spec, Name), .. HostRules.Check(spec, _parts.Value.Facts.Host)] : faults;
    }

    /// <inheritdoc/>
    public LaunchPlan Plan(ContainerSpec spec) => Compile(spec, ContainerIo.Nothing.Size).ToLaunchPlan();

    /// <summary>The argument vector of systemd-run that a start would use.</summary>
    public ImmutableArray<string> CommandLine(ContainerSpec spec) => [.. Compile(spec, ContainerIo.Nothing.Size).Arguments(_userManager)];

    /// <summary>A start: the argument vector that systemd gets, then the system calls of the waiting gate.</summary>
    public string Syscalls(ContainerSpec spec)
    {
        UnitPlan plan = Compile(spec, ContainerIo.Nothing.Size);
        using SpawnScript script = plan.Work.Write(LaunchDescriptors.None);
        return $"{string.Join(' ', plan.Arguments(_userManager))}\n{script}";
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
    public SystemdRunContainer Prepare(ContainerSpec spec, ContainerIo io)
    {
        if (Validate(spec) is [SpecFault fault, ..])
        {
            throw new BackendException(ExitCause.LaunchFailed.Invalid(fault));
        }

        UnitPlan plan = Compile(spec, io.Size);
        try
        {
            FileLock claim = UnitState.TryClaim(_parts.Value.State, spec.Id.ToString())
                ?? throw new BackendException(ExitCause.LaunchFailed.NameTaken(spec.Id));
            CgroupLeaf? processorSet = null;
            try
            {
                processorSet = MakeProcessorSet(spec);
                UnitSurroundings surroundings = new(_parts.Value.Facts, _parts.Value.Compiler, _parts.Value.Inside, _tools, _units, _launcher.Value, _events.Value, _calls, RemoveStateIfEmpty);
                return new SystemdRunContainer(spec, io, plan, GateSocket.Make(plan.Folder), processorSet, claim, surroundings);
            }
            catch
            {
                processorSet?.Dispose();
                GateSocket.Remove(plan.Folder);
                claim.Dispose();
                throw;
            }
        }
        catch (Exception failure) when (failure is SyscallException or IOException or UnauthorizedAccessException)
        {
            throw new BackendException(new ExitCause.LaunchFailed("make the private folder", Reason.Of(failure)), failure);
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<string> Sweep()
    {
        string state = State;
        ImmutableArray<string>.Builder removed = ImmutableArray.CreateBuilder<string>();
        foreach (string file in Directory.Exists(state) ? Directory.GetFiles(state, "*.lock") : [])
        {
            string name = Path.GetFileNameWithoutExtension(file);
            if (!ContainerId.TryParse(name, out ContainerId id) || FileLock.TryTake(file) is not { } claim)
            {
                continue;
            }

            using (claim)
            {
                _units.Kill(_parts.Value.Facts.UnitNameOf(id));
                _parts.Value.ProcessorSets?.Remove(name);
                GateSocket.Remove(UnitCompiler.FolderOf(state, name));
                removed.Add($"removed leftovers of container {name}");
            }
        }

        RemoveStateIfEmpty();
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
    }

    private CgroupLeaf? MakeProcessorSet(ContainerSpec spec)
    {
        try
        {
            return spec.Limits.CpuSet is null ? null : _parts.Value.ProcessorSets?.Create(spec.Id, UnitCompiler.OfProcessorSets(spec.Limits));
        }
        catch (SyscallException failure)
        {
            throw new BackendException(new ExitCause.LaunchFailed("make the control group", failure.Message), failure);
        }
    }

    private string State => _chosenState ?? UnitState.Default(_userManager);

    private void RemoveStateIfEmpty() => KernelFile.TryRemoveDirectory(State);

    private Parts Look()
    {
        SystemdFacts facts = SystemdProbe.Read(_userManager, _tools);
        PlanCompiler inside = new(facts.Host);
        CgroupTree? processorSets = facts.ProcessorSets is { } layout ? new HybridTree(layout, accounting: false) : null;
        return new Parts(facts, inside, new UnitCompiler(facts, inside, State), processorSets, State, SystemdSupport.Find(facts));
    }

    private UnitPlan Compile(ContainerSpec spec, TerminalSize size) => _parts.Value.Compiler.Compile(spec, size);

    private sealed record Parts(SystemdFacts Facts, PlanCompiler Inside, UnitCompiler Compiler, CgroupTree? ProcessorSets, string State, BackendCapabilities Capabilities);
}
