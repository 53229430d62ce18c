using System.Collections.Immutable;
using Helios.Backends.SystemdRun.Gates;
using Helios.Backends.SystemdRun.Hosts;
using Helios.Backends.SystemdRun.Processes;
using Helios.Backends.SystemdRun.Roots;
using Helios.Backends.SystemdRun.Units;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Backends.SystemdRun;

/// <summary>Isolation by systemd-run and unshare: every container is a transient unit of the machine's own manager.</summary>
/// <remarks>
/// Programs are run by argument vectors; no shell ever reads a word of a specification. The pidfd, the control group and the synchronization
/// pipe are the container's here as they are with the namespaces backend. Threads: every member may be called from any thread.
/// </remarks>
public sealed class SystemdRunBackend : IIsolationBackend, IDisposable
{
    /// <summary>The backend's name in fleet files.</summary>
    public const string BackendName = "systemd-run";

    private readonly SystemdFacts _host;
    private readonly UnitCompiler _compiler;
    private readonly UnitManager _units;
    private readonly ToolRun _tools;
    private readonly string _state;
    private readonly Launcher _launcher = new();
    private readonly Lazy<EventLoop> _events = new(static () => new EventLoop());

    /// <summary>Looks at the host; starts nothing yet.</summary>
    public SystemdRunBackend(SystemdRunOptions? options = null)
    {
        options ??= new SystemdRunOptions();
        bool userManager = options.UserManager ?? !Environment.IsPrivilegedProcess;
        _tools = new ToolRun(_launcher);
        _state = options.StateDirectory ?? Path.Join(userManager ? Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") ?? "/tmp" : "/run", "helios", "systemd-run");
        _host = SystemdProbe.Read(userManager, _tools);
        _compiler = new UnitCompiler(_host, _state);
        _units = new UnitManager(_tools, userManager);
        Capabilities = new BackendCapabilities(SystemdLacks.Find(_host));
    }

    /// <inheritdoc/>
    public string Name => BackendName;

    /// <inheritdoc/>
    public BackendCapabilities Capabilities { get; }

    /// <summary>Why nothing can be started here, with the remedy; null when it can.</summary>
    public string? WhyNot => _host.WhyNot;

    /// <inheritdoc/>
    public ImmutableArray<SpecFault> Validate(ContainerSpec spec)
    {
        ImmutableArray<SpecFault> faults = spec.Faults();
        return faults.IsEmpty ? [.. Capabilities.Check(spec, Name), .. SystemdRules.Check(spec)] : faults;
    }

    /// <inheritdoc/>
    public LaunchPlan Plan(ContainerSpec spec) => Compile(spec).Steps;

    /// <summary>The argument vector of systemd-run that a start would use.</summary>
    public ImmutableArray<string> CommandLine(ContainerSpec spec)
        => [.. Compile(spec).Arguments(_host.UserManager, spec.Terminal ? "/dev/pts/N" : null, null, "/dev/stdin", "/dev/stdout", "/dev/stderr")];

    /// <inheritdoc/>
    public Task<IContainer> PrepareAsync(ContainerSpec spec, ContainerIo io, CancellationToken cancellation)
        => Task.Run<IContainer>(() => Prepare(spec, io), cancellation);

    /// <summary>Makes everything a start needs. The same as <see cref="PrepareAsync"/>, for a caller with a thread to spend.</summary>
    /// <exception cref="BackendException">The specification has faults, the name is taken, or something could not be made; nothing is left behind.</exception>
    public SystemdRunContainer Prepare(ContainerSpec spec, ContainerIo io)
    {
        if (Validate(spec) is [SpecFault fault, ..])
        {
            throw new BackendException(new ExitCause.LaunchFailed("validate", fault.ToString()));
        }

        UnitPlan plan = Compile(spec);
        Directory.CreateDirectory(_state, (UnixFileMode)0x1C0);
        FileLock claim = FileLock.TryTake(Path.Join(_state, spec.Id + ".lock"))
            ?? throw new BackendException(new ExitCause.LaunchFailed("claim the name", $"a container named {spec.Id} is there already; choose another --name"));
        GateFolder? gate = null;
        StagedRoot? root = null;
        try
        {
            gate = GateFolder.Make(plan.Folder);
            root = plan.LowerDirectory is not null || spec.Root.Kind == RootKind.Void ? StagedRoot.Make(_tools, StageOf(spec.Id.ToString()), plan.LowerDirectory) : null;
            return new SystemdRunContainer(spec, io, plan, _host, gate, root, claim, _tools, _launcher, _units, _events.Value, RemoveStateIfEmpty);
        }
        catch (Exception failure)
        {
            root?.Dispose();
            gate?.Dispose();
            claim.Dispose();
            throw failure is SyscallException or IOException
                ? new BackendException(new ExitCause.LaunchFailed("make the private folder", failure.Message), failure)
                : failure;
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<string> Sweep()
    {
        ImmutableArray<string>.Builder removed = ImmutableArray.CreateBuilder<string>();
        foreach (string file in Directory.Exists(_state) ? Directory.GetFiles(_state, "*.lock") : [])
        {
            string name = Path.GetFileNameWithoutExtension(file);
            if (!ContainerId.TryParse(name, out ContainerId id) || FileLock.TryTake(file) is not { } claim)
            {
                continue;
            }

            using (claim)
            {
                _units.Stop(UnitCompiler.UnitName(id));
                StagedRoot.Remove(_tools, StageOf(name));
                string folder = Path.Join(_state, name);
                if (Directory.Exists(folder))
                {
                    Directory.Delete(folder, recursive: true);
                }

                removed.Add($"removed what was left of container {name}");
            }
        }

        RemoveStateIfEmpty();
        return removed.DrainToImmutable();
    }

    /// <summary>Ends the backend's threads. Containers are their holders' to dispose, and have to be first.</summary>
    public void Dispose()
    {
        _launcher.Dispose();
        if (_events.IsValueCreated)
        {
            _events.Value.Dispose();
        }
    }

    private string StageOf(string name) => Path.Join(_state, name + ".root");

    private void RemoveStateIfEmpty() => KernelFile.TryRemoveDirectory(_state);

    private UnitPlan Compile(ContainerSpec spec)
    {
        try
        {
            return _compiler.Compile(spec, ResolveUser(spec));
        }
        catch (FormatException format)
        {
            throw new BackendException(new ExitCause.LaunchFailed("validate", "user: " + format.Message), format);
        }
    }

    private static UserIds ResolveUser(ContainerSpec spec)
    {
        string root = spec.Root.Path ?? "/";
        return new UserDatabase(Text("/etc/passwd"), Text("/etc/group")).Resolve(spec.User ?? UserSpec.Root, spec.Groups);

        string Text(string path) => spec.Root.Kind != RootKind.Void && RootedFile.TryRead(root, path, out string text) ? text : "";
    }
}
