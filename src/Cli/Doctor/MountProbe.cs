using Helios.Linux;

namespace Helios.Cli;

/// <summary>Tries mount calls in a mount namespace of its own.</summary>
internal sealed class MountProbe : Probe
{
    private const long OwnerOnly = Permissions.Octal0700;

    private readonly ProbeChild _child;
    private readonly Action<SpawnScript> _build;
    private readonly string _success;
    private readonly string _fix;

    private MountProbe(ProbeChild child, string name, bool neededByRun, Action<SpawnScript> build, string success, string fix)
    {
        (_child, _build, _success, _fix) = (child, build, success, fix);
        Name = name;
        NeededByRun = neededByRun;
    }

    /// <inheritdoc/>
    internal override string Area => "Mounts";

    /// <inheritdoc/>
    internal override string Name { get; }

    /// <inheritdoc/>
    internal override bool NeededByRun { get; }

    /// <summary>The mount calls that a launch is made of.</summary>
    internal static IEnumerable<Probe> All(ProbeChild child)
    {
        const string NewKernel = "boot a kernel of 5.12 or later";
        yield return new MountProbe(
            child, "mount descriptors", true,
            static script => MountTmpfs(script),
            "mounted a tmpfs by fsopen, fsconfig, fsmount and move_mount", NewKernel);
        yield return new MountProbe(
            child, "mount attributes", true,
            static script =>
            {
                SpawnResult tree = MountTmpfs(script);
                SpawnArgument readOnly = script.Struct(new MountAttributes { Set = (ulong)MountApi.MOUNT_ATTR_RDONLY });
                script.Call(
                    "mount_setattr", Sys.mount_setattr, tree, script.Text(""), OpenFlags.AT_EMPTY_PATH | OpenFlags.AT_RECURSIVE, readOnly, MountAttributes.Size);
            },
            "made a mount read-only by mount_setattr", NewKernel);
        yield return new MountProbe(
            child, "openat2", true,
            static script => script.Call(
                "openat2", Sys.openat2, OpenFlags.AT_FDCWD, script.Text("."),
                script.Struct(new OpenHow { Flags = (ulong)OpenFlags.O_PATH, Resolve = (ulong)OpenFlags.RESOLVE_IN_ROOT }), OpenHow.Size),
            "resolved a path inside a root by openat2", "boot a kernel of 5.6 or later");
        yield return new MountProbe(
            child, "overlay", true,
            static script =>
            {
                MountTmpfs(script);
                script.Call("make the upper layer", Sys.mkdirat, OpenFlags.AT_FDCWD, script.Text("/tmp/upper"), OwnerOnly);
                script.Call("make the work directory", Sys.mkdirat, OpenFlags.AT_FDCWD, script.Text("/tmp/work"), OwnerOnly);
                SpawnResult overlay = script.Call("fsopen overlay", Sys.fsopen, script.Text("overlay"), MountApi.FSOPEN_CLOEXEC);
                foreach ((string key, string value) in new[] { ("lowerdir", "/usr"), ("upperdir", "/tmp/upper"), ("workdir", "/tmp/work") })
                {
                    script.Call($"overlay {key}", Sys.fsconfig, overlay, MountApi.FSCONFIG_SET_STRING, script.Text(key), script.Text(value), 0);
                }

                script.Call("create an overlay", Sys.fsconfig, overlay, MountApi.FSCONFIG_CMD_CREATE, 0, 0, 0);
                script.Call("mount an overlay", Sys.fsmount, overlay, MountApi.FSMOUNT_CLOEXEC, 0);
            },
            "mounted /usr under a copy-on-write layer", "modprobe overlay, or boot a kernel with CONFIG_OVERLAY_FS=y (5.11 or later for plain users); meanwhile use --root DIR");
    }

    /// <inheritdoc/>
    internal override Finding Try()
        => _child.Try(CloneFlags.NewMount, script =>
        {
            script.Call(
                "make mounts private", Sys.mount, 0, script.Text("/"), 0, SpawnArgument.Named(MountFlags.MS_REC | MountFlags.MS_PRIVATE, "MS_REC|MS_PRIVATE"), 0);
            _build(script);
        }) is not { } failure ? Finding.Ok(_success) : Finding.Lacks(failure, _fix);

    private static SpawnResult MountTmpfs(SpawnScript script)
    {
        SpawnResult context = script.Call("fsopen tmpfs", Sys.fsopen, script.Text("tmpfs"), MountApi.FSOPEN_CLOEXEC);
        script.Call("create a tmpfs", Sys.fsconfig, context, MountApi.FSCONFIG_CMD_CREATE, 0, 0, 0);
        SpawnResult tree = script.Call("fsmount tmpfs", Sys.fsmount, context, MountApi.FSMOUNT_CLOEXEC, 0);
        script.Call(
            "move_mount a tmpfs to /tmp", Sys.move_mount, tree, script.Text(""), OpenFlags.AT_FDCWD, script.Text("/tmp"), MountApi.MOVE_MOUNT_F_EMPTY_PATH);
        return tree;
    }
}
