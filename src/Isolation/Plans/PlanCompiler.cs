using System.Collections.Concurrent;
using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Isolation.Capabilities;
using Helios.Isolation.Cgroups;
using Helios.Isolation.Hosts;
using Helios.Isolation.Seccomp;
using Helios.Isolation.Sources;
using Helios.Isolation.Steps;
using Helios.Isolation.Users;
using Helios.Linux;

namespace Helios.Isolation.Plans;

/// <summary>Turns a specification into the ordered steps of its launch. Pure: the host's part comes in as <see cref="HostFacts"/>.</summary>
/// <param name="host">The host.</param>
/// <param name="accounting">Whether containers without limits get control groups too.</param>
/// <param name="leftOut">What a test has every launch go without.</param>
public sealed class PlanCompiler(HostFacts host, bool accounting = true, Fence leftOut = Fence.None)
{
    private readonly ConcurrentDictionary<CapabilitySet, ImmutableArray<BpfInstruction>> _filters = new();

    /// <summary>Compiles.</summary>
    /// <param name="spec">A specification without faults.</param>
    /// <param name="size">The first size of its terminal.</param>
    /// <exception cref="BackendException">A user or group that the container's root does not know.</exception>
    public CompiledPlan Compile(ContainerSpec spec, TerminalSize size)
    {
        NamespaceKinds namespaces = EffectiveNamespaces(spec, host);
        bool ownUsers = namespaces.HasFlag(NamespaceKinds.User);
        UserIds user = ResolveUser(spec);
        ImmutableArray<KeyValuePair<string, string>> v1 = V1Leaves(spec);
        (IdMap User, IdMap Group, bool DenySetGroups)? maps = ownUsers ? IdMapsFor(user) : null;
        Hold? idMapsHold = null;
        List<ChildStep> steps = [];
        AddOutside(steps, spec, namespaces, v1.Length > 0);
        AddOomScore(steps, spec);
        if (maps is { } given)
        {
            steps.Add(IdMapsStep(given.User, given.Group));
            steps.Add(idMapsHold = new Hold("written the id maps"));
        }

        if (v1.Length > 0)
        {
            steps.Add(new JoinCgroups(v1));
        }

        (HostView? view, ImmutableArray<SourceRequest> sources) = AddSurroundings(steps, spec, namespaces, user, size);
        steps.Add(new CgroupView(namespaces.HasFlag(NamespaceKinds.Cgroup) ? CgroupSight.New : CgroupSight.Host, host.Cgroups.Unified is not null, Hierarchies(v1.Select(static leaf => leaf.Key))));
        AddPayload(steps, spec, user, ownUsers);
        return new CompiledPlan
        {
            Id = spec.Id,
            LeftOut = leftOut,
            StreamOwner = StreamOwner(user),
            Trees = TreesOf(view),
            Sources = sources,
            GivesSources = host.IsRoot,
            Steps = [.. steps],
            CloneFlags = CloneFlagsOf(namespaces),
            IdMaps = maps,
            IdMapsHold = idMapsHold,
        };
    }

    /// <summary>Compiles what a process does that somebody else has started in its namespaces and control group, and that still waits: all from the root to the payload.</summary>
    /// <param name="spec">A specification without faults.</param>
    /// <param name="size">The first size of its terminal.</param>
    /// <param name="v1Leaves">The v1 control groups that it is not in yet, by controller.</param>
    /// <param name="v1View">The v1 controllers whose hierarchies it sees at /sys/fs/cgroup.</param>
    /// <exception cref="BackendException">A user or group that the container's root does not know.</exception>
    public CompiledPlan CompileInside(
        ContainerSpec spec, TerminalSize size, ImmutableArray<KeyValuePair<string, string>> v1Leaves, IEnumerable<string> v1View)
    {
        NamespaceKinds namespaces = EffectiveNamespaces(spec, host);
        UserIds user = ResolveUser(spec);

        // An ordinary user's id is mapped by whoever makes his namespace.
        (IdMap User, IdMap Group, bool DenySetGroups)? maps = namespaces.HasFlag(NamespaceKinds.User) && host.IsRoot ? IdMapsFor(user) : null;
        List<ChildStep> steps = maps is { } given ? [IdMapsStep(given.User, given.Group)] : [];
        AddOomScore(steps, spec);
        if (v1Leaves.Length > 0)
        {
            steps.Add(new JoinCgroups(v1Leaves));
        }

        (HostView? view, ImmutableArray<SourceRequest> sources) = AddSurroundings(steps, spec, namespaces, user, size);
        steps.Add(new CgroupView(namespaces.HasFlag(NamespaceKinds.Cgroup) ? CgroupSight.Entered : CgroupSight.Host, host.Cgroups.Unified is not null, Hierarchies(v1View)));
        AddPayload(steps, spec, user, namespaces.HasFlag(NamespaceKinds.User));
        return new CompiledPlan
        {
            Id = spec.Id,
            LeftOut = leftOut,
            StreamOwner = StreamOwner(user),
            Trees = TreesOf(view),
            Sources = sources,
            GivesSources = host.IsRoot,
            Steps = [.. steps],
            CloneFlags = CloneFlags.None,
            IdMaps = maps,
        };
    }

    // The root, the names and the terminal: the same whoever started the process.
    private (HostView? View, ImmutableArray<SourceRequest> Sources) AddSurroundings(
        List<ChildStep> steps, ContainerSpec spec, NamespaceKinds namespaces, UserIds user, TerminalSize size)
    {
        HostView? view = ViewFor(spec);
        ImmutableArray<SourceRequest> sources = SourcesOf(spec);
        AddFilesystems(steps, spec, namespaces, view, sources);
        AddNames(steps, spec, namespaces);
        if (spec.Terminal)
        {
            steps.Add(new TerminalDevice(size, user.UserId));
        }

        return (view, sources);
    }

    /// <summary>Compiles a further process of a running container: it joins instead of making.</summary>
    /// <param name="container">The container.</param>
    /// <param name="exec">The process.</param>
    /// <param name="size">The first size of its terminal.</param>
    /// <param name="join">Makes the step that enters namespaces.</param>
    /// <param name="v1Leaves">The v1 control groups to join, by controller.</param>
    public CompiledPlan CompileExec(
        ContainerSpec container, ExecSpec exec, TerminalSize size, Func<CloneFlags, ChildStep> join, ImmutableArray<KeyValuePair<string, string>> v1Leaves)
    {
        NamespaceKinds namespaces = EffectiveNamespaces(container, host);
        ContainerSpec spec = container with
        {
            Command = exec.Command,
            User = exec.User ?? container.User,
            WorkingDirectory = exec.WorkingDirectory ?? container.WorkingDirectory,
            Environment = [.. container.Environment, .. exec.Environment],
            Terminal = exec.Terminal,
        };
        UserIds user = ResolveUser(spec);
        List<ChildStep> steps = [];
        AddOomScore(steps, spec);
        if (v1Leaves.Length > 0)
        {
            steps.Add(new JoinCgroups(v1Leaves));
        }

        steps.Add(join(JoinedBy(namespaces)));
        if (spec.Terminal)
        {
            steps.Add(new TerminalDevice(size, user.UserId, console: false));
        }

        AddPayload(steps, spec, user, namespaces.HasFlag(NamespaceKinds.User));
        return new CompiledPlan { Id = spec.Id, LeftOut = leftOut, StreamOwner = StreamOwner(user), Steps = [.. steps], CloneFlags = CloneFlags.None };
    }

    /// <summary>What the container gets: an ordinary user always has a user namespace, since nothing else would give it the rest.</summary>
    public static NamespaceKinds EffectiveNamespaces(ContainerSpec spec, HostFacts host)
        => host.IsRoot ? spec.Namespaces : spec.Namespaces | NamespaceKinds.User;

    /// <summary>The namespaces a socket of the container's own network has to be made in; none when it shares the host's network.</summary>
    public CloneFlags NetworkNamespaces(ContainerSpec spec)
    {
        NamespaceKinds effective = EffectiveNamespaces(spec, host);
        return effective.HasFlag(NamespaceKinds.Network) ? CloneFlagsOf(effective & (NamespaceKinds.Network | NamespaceKinds.User)) : CloneFlags.None;
    }

    /// <summary>What is entered to be in all of a container's namespaces.</summary>
    internal static CloneFlags JoinedBy(NamespaceKinds namespaces)
        => CloneFlagsOf(namespaces) | (namespaces.HasFlag(NamespaceKinds.Cgroup) ? CloneFlags.NewCgroup : 0);

    /// <summary>The v1 control groups of this backend's own container.</summary>
    public ImmutableArray<KeyValuePair<string, string>> V1Leaves(ContainerSpec spec)
        => HybridTree.LeavesOf(spec.Id, spec.Limits, host.Cgroups, host.IsRoot, accounting);

    /// <summary>The system call filter of a specification; empty when it asks for none.</summary>
    internal ImmutableArray<BpfInstruction> FilterOf(ContainerSpec spec)
        => spec.Security.Seccomp == SeccompProfile.Default ? _filters.GetOrAdd(KeptCapabilities(spec, host), kept => SeccompCompiler.Compile(kept, leftOut)) : [];

    /// <summary>Who the payload runs as.</summary>
    /// <exception cref="BackendException">A user or group that the container's root does not know.</exception>
    public UserIds ResolveUser(ContainerSpec spec)
    {
        if (spec.User is null && spec.Groups.IsEmpty)
        {
            return host.IsRoot ? new UserIds(0, 0, []) : new UserIds(host.UserId, host.GroupId, []);
        }

        UserSpec user = spec.User ?? (host.IsRoot ? UserSpec.Root : new UserSpec { User = $"{host.UserId}", Group = $"{host.GroupId}" });
        UserDatabase database = new(host.ReadRootFile(spec, "/etc/passwd"), host.ReadRootFile(spec, "/etc/group"));
        string field = "user";
        try
        {
            UserIds ids = database.Resolve(user, []);
            field = "supplementary-groups";
            return spec.Groups.IsEmpty ? ids : database.Resolve(user, spec.Groups);
        }
        catch (FormatException unknown)
        {
            throw new BackendException(ExitCause.LaunchFailed.Invalid(new SpecFault(field, unknown.Message)), unknown);
        }
    }

    /// <summary>The capabilities it keeps.</summary>
    public static CapabilitySet KeptCapabilities(ContainerSpec spec, HostFacts host)
    {
        CapabilitySet wanted = CapabilitySet.For(spec.Security);
        return EffectiveNamespaces(spec, host).HasFlag(NamespaceKinds.User) ? wanted : wanted.And(host.Bounding);
    }

    // Root maps ids 1:1; an unprivileged user may map only their own uid and gid.
    private (IdMap User, IdMap Group, bool DenySetGroups) IdMapsFor(UserIds user)
        => host.IsRoot ? (IdMap.Identity, IdMap.Identity, false) : (new IdMap(user.UserId, host.UserId, 1), new IdMap(user.GroupId, host.GroupId, 1), true);

    // Root's own are root's already; an ordinary user's are his.
    private (uint UserId, uint GroupId)? StreamOwner(UserIds user)
        => host.IsRoot && user is not { UserId: 0, GroupId: 0 } && !leftOut.HasFlag(Fence.StreamOwner) ? (user.UserId, user.GroupId) : null;

    // A directory as the root first, then the volumes in their order.
    private ImmutableArray<SourceRequest> SourcesOf(ContainerSpec spec)
    {
        SourceDevices ofRoot = leftOut.HasFlag(Fence.NoDevices) ? SourceDevices.All : SourceDevices.None;
        long attributes = spec.Security.NoNewPrivileges ? MountApi.MOUNT_ATTR_NOSUID : 0;
        return
        [
            .. spec.Root is { Kind: RootKind.Directory, Path: { } path }
                ? [new SourceRequest(path, "the root " + path, host.KindOf(path), Writable: !spec.Root.Ephemeral && !spec.Root.ReadOnly, attributes, ofRoot)]
                : (SourceRequest[])[],
            .. spec.Mounts.OfType<MountSpec.Bind>().Select(bind => new SourceRequest(
                bind.Source, "the volume " + bind.Source, host.KindOf(bind.Source), Writable: !bind.ReadOnly,
                MountApi.MOUNT_ATTR_NOSUID | (bind.ReadOnly ? MountApi.MOUNT_ATTR_RDONLY : 0), SourceDevices.Itself)),
        ];
    }

    // An ordinary user sees what he may see anyway, and could not take a tree of the host's.
    private HostView? ViewFor(ContainerSpec spec) => spec.Root.Kind == RootKind.Host && host.IsRoot ? host.View() : null;

    private static ImmutableArray<string> TreesOf(HostView? view) => view is null ? [] : [.. view.Layers.Select(static layer => layer.MountPoint)];

    // Never less than zero without having been asked for: a launcher that the kernel spares does not pass that on.
    private void AddOomScore(List<ChildStep> steps, ContainerSpec spec)
    {
        bool inherits = host.OomScoreAdjust < 0 && !leftOut.HasFlag(Fence.Bounds);
        if ((spec.OomScoreAdjust ?? (inherits ? 0 : null)) is { } score)
        {
            steps.Add(new OomScore(score));
        }
    }

    private static SupervisorStep IdMapsStep(IdMap user, IdMap group)
        => new("id-maps", $"map user {user} and group {group} (inside, outside, count)", ("uid_map", user.ToString()), ("gid_map", group.ToString()));

    private static CloneFlags CloneFlagsOf(NamespaceKinds namespaces)
    {
        CloneFlags flags = 0;
        ReadOnlySpan<(NamespaceKinds Namespace, CloneFlags Flag)> pairs =
        [
            (NamespaceKinds.Pid, CloneFlags.NewPid), (NamespaceKinds.Mount, CloneFlags.NewMount), (NamespaceKinds.Uts, CloneFlags.NewUts),
            (NamespaceKinds.Ipc, CloneFlags.NewIpc), (NamespaceKinds.Network, CloneFlags.NewNetwork), (NamespaceKinds.User, CloneFlags.NewUser),
            (NamespaceKinds.Time, CloneFlags.NewTime),
        ];
        foreach ((NamespaceKinds own, CloneFlags flag) in pairs)
        {
            flags |= namespaces.HasFlag(own) ? flag : 0;
        }

        return flags;
    }

    // Controllers that the host mounts together have to be mounted together everywhere.
    private ImmutableArray<string> Hierarchies(IEnumerable<string> controllers)
        => [.. controllers.Select(controller => host.Cgroups.V1[controller]).Distinct()
            .Select(mount => string.Join(',', host.Cgroups.V1.Where(pair => pair.Value == mount).Select(static pair => pair.Key).Order(StringComparer.Ordinal)))];

    private void AddOutside(List<ChildStep> steps, ContainerSpec spec, NamespaceKinds namespaces, bool hasV1)
    {
        string limits = LimitText.Of(spec.Limits);
        bool hasGroup = host.Cgroups.Unified is not null || hasV1;
        if (hasGroup)
        {
            steps.Add(new SupervisorStep(
                "make-cgroup", $"make the control group {host.Cgroups.Group}/{spec.Id}{(limits.Length > 0 ? " with " + limits : "")}",
                ("layout", host.Cgroups.Name), ("limits", limits.Length > 0 ? limits : null)));
        }

        string names = string.Join(", ", Enum.GetValues<NamespaceKinds>()
            .Where(flag => flag is not (NamespaceKinds.Default or NamespaceKinds.Cgroup) && namespaces.HasFlag(flag))
            .Select(static flag => flag.ToString().ToLowerInvariant()));
        steps.Add(new SupervisorStep(
            "clone", $"clone3 a child with new {names} namespaces{(host.Cgroups.Unified is not null ? ", born in its control group" : "")}",
            ("namespaces", names)));
    }

    private void AddFilesystems(List<ChildStep> steps, ContainerSpec spec, NamespaceKinds namespaces, HostView? view, ImmutableArray<SourceRequest> sources)
    {
        bool ownUsers = namespaces.HasFlag(NamespaceKinds.User);
        steps.Add(new PrivateMounts());
        bool given = host.IsRoot;
        int firstVolume = spec.Root.Kind == RootKind.Directory ? 1 : 0;
        steps.AddRange(spec.Mounts.OfType<MountSpec.Bind>().Select((bind, i) => new TakeBindSource(bind, firstVolume + i, sources[firstVolume + i], given)));
        if (ownUsers)
        {
            steps.Add(new TakeHostTrees(namespaces.HasFlag(NamespaceKinds.Pid), namespaces.HasFlag(NamespaceKinds.Network)));
        }

        // Where no program gains rights by being executed, a set-user-id bit has no meaning anyway; the mount says so too.
        MemoryBounds bounds = MemoryBounds.OfRoot(spec.Limits.Memory, host.Memory);
        long attributes = spec.Security.NoNewPrivileges ? MountApi.MOUNT_ATTR_NOSUID : 0;
        steps.Add(spec.Root switch
        {
            { Kind: RootKind.Host } when !host.IsRoot => new SplitOverlayRoot(host.TopLevel, host.Hidden, attributes, bounds),
            { Kind: RootKind.Host } => new HostRoot(view!, privileged: !ownUsers, attributes, bounds),
            { Kind: RootKind.Directory, Ephemeral: true } => new OverlayRoot(sources[0], given, privileged: !ownUsers, attributes, bounds),
            { Kind: RootKind.Directory } => new DirectoryRoot(sources[0], given),
            _ => new VoidRoot(bounds),
        });
        steps.Add(new EnterRoot());
        steps.Add(new KernelFilesystems(namespaces.HasFlag(NamespaceKinds.Network), namespaces.HasFlag(NamespaceKinds.Pid)));
        steps.Add(new DeviceDirectory(makeNodes: !ownUsers, terminalGroup: host.IsRoot, ownIpc: namespaces.HasFlag(NamespaceKinds.Ipc)));
        // Before any volume: nothing that a container could have prepared is there yet.
        if (!spec.Security.Unmasked && !leftOut.HasFlag(Fence.MaskSource))
        {
            steps.Add(new MaskKernelPaths(host.MaskedFiles, host.MaskedDirectories, host.ReadOnlyPaths));
        }

        int volume = firstVolume;
        foreach (MountSpec mount in spec.Mounts)
        {
            steps.Add(mount switch
            {
                MountSpec.Bind bind => new AttachBind(bind, volume, sources[volume++]),
                MountSpec.Tmpfs tmpfs => new AttachTmpfs(tmpfs),
                _ => throw new InvalidOperationException($"no step for {mount}"),
            });
        }

        if (!spec.Security.Unmasked && leftOut.HasFlag(Fence.MaskSource))
        {
            steps.Add(new MaskKernelPaths(host.MaskedFiles, host.MaskedDirectories, host.ReadOnlyPaths));
        }

        if (spec.Root.ReadOnly)
        {
            steps.Add(new ReadOnlyRoot());
        }
    }

    private static void AddNames(List<ChildStep> steps, ContainerSpec spec, NamespaceKinds namespaces)
    {
        if (namespaces.HasFlag(NamespaceKinds.Uts))
        {
            steps.Add(new HostNames(spec.HostName ?? spec.Id.ToString(), spec.DomainName));
        }

        if (namespaces.HasFlag(NamespaceKinds.Network))
        {
            steps.Add(new LoopbackUp());
        }
    }

    private void AddPayload(List<ChildStep> steps, ContainerSpec spec, UserIds user, bool ownUsers)
    {
        CapabilitySet kept = KeptCapabilities(spec, host);
        ImmutableArray<BpfInstruction> program = FilterOf(spec);
        steps.Add(new StandardStreams(spec.Terminal));
        steps.Add(new WorkingDirectory(spec.WorkingDirectory));
        steps.Add(new FreshState(host.HasKeys, withoutCore: !spec.Rlimits.Any(static limit => (long)limit.Kind == RlimitResources.RLIMIT_CORE)));
        if (spec.Rlimits.Length > 0)
        {
            // After the last descriptor has been opened: the child still has the launcher's numbers, which a small limit would not allow.
            steps.Add(new ProcessLimits(spec.Rlimits));
        }

        // Without no_new_privs only who still has SYS_ADMIN may install a filter, so it goes in before the capabilities go.
        SeccompFilter? filter = program.IsEmpty ? null : new SeccompFilter(program);
        if (filter is not null && !spec.Security.NoNewPrivileges)
        {
            steps.Add(filter);
        }

        steps.Add(new Credentials(user, kept, ownUsers ? host.Known : host.Bounding, mayChangeGroups: host.IsRoot));
        if (spec.Security.NoNewPrivileges)
        {
            steps.Add(new NoNewPrivileges());
            if (filter is not null)
            {
                steps.Add(filter);
            }
        }

        steps.Add(new Execute(spec.Command, spec.Environment));
    }
}
