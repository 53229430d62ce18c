using Helios.Backends.SystemdRun.Units;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Backends.SystemdRun.Processes;

/// <summary>What is done in a held payload's namespaces from outside: names, masks, and taking the private folder away.</summary>
internal static class InsideWork
{
    /// <summary>Does it; the payload still waits afterwards.</summary>
    /// <exception cref="SpawnException">A step failed.</exception>
    internal static void Do(Launcher launcher, PidFd payload, ContainerSpec spec, IReadOnlyList<string> masked, IReadOnlyList<string> readOnly)
    {
        using SpawnScript script = new();

        // Nobody inside may look at this copy of the launcher.
        script.Call("hide from the container", Sys.prctl, PrctlOptions.PR_SET_DUMPABLE, 0, 0, 0, 0);
        bool ownNames = spec.Namespaces.HasFlag(NamespaceKinds.Uts);
        script.Call("join the container's namespaces", Sys.setns, payload, (long)(CloneFlags.NewMount | (ownNames ? CloneFlags.NewUts : 0)));
        if (ownNames)
        {
            string name = spec.HostName ?? spec.Id.ToString();
            script.Call($"set the host name {name}", Sys.sethostname, script.Text(name), name.Length);
            string domain = spec.DomainName ?? "(none)";
            script.Call($"set the domain name {domain}", Sys.setdomainname, script.Text(domain), domain.Length);
        }

        if (!spec.Security.Unmasked)
        {
            Mask(script, masked, readOnly);
        }

        script.Call("detach the private folder", Sys.umount2, script.Text(UnitCompiler.InnerFolder), MountFlags.MNT_DETACH);
        script.Call("remove the private folder", new SpawnRule { ToleratedErrno = Errno.EROFS }, Sys.unlinkat, OpenFlags.AT_FDCWD, script.Text(UnitCompiler.InnerFolder), OpenFlags.AT_REMOVEDIR);
        script.Call("done", Sys.exit_group, 0);
        using SpawnedProcess process = launcher.Launch(script, new SpawnRequest { ShareMemory = false });
        process.Wait();
    }

    private static void Mask(SpawnScript script, IReadOnlyList<string> masked, IReadOnlyList<string> readOnly)
    {
        foreach (string path in readOnly)
        {
            string label = $"make {path} read-only";
            SpawnResult tree = Take(script, label, path, OpenFlags.AT_RECURSIVE);
            script.Call(label, Sys.mount_setattr, tree, script.Text(""), OpenFlags.AT_EMPTY_PATH | OpenFlags.AT_RECURSIVE,
                script.Struct(new MountAttributes { Set = (ulong)MountApi.MOUNT_ATTR_RDONLY }), MountAttributes.Size);
            Attach(script, label, tree, path);
        }

        foreach (string path in masked)
        {
            string label = $"hide {path}";
            bool isDirectory = Directory.Exists(path);
            SpawnResult cover = isDirectory ? Empty(script, label) : Take(script, label, "/dev/null", 0);
            Attach(script, label, cover, path);
        }
    }

    private static SpawnResult Take(SpawnScript script, string label, string path, long recursive)
        => script.Call(label, Sys.open_tree, OpenFlags.AT_FDCWD, script.Text(path), MountApi.OPEN_TREE_CLONE | MountApi.OPEN_TREE_CLOEXEC | recursive);

    private static SpawnResult Empty(SpawnScript script, string label)
    {
        SpawnResult context = script.Call(label, Sys.fsopen, script.Text("tmpfs"), MountApi.FSOPEN_CLOEXEC);
        script.Call(label, Sys.fsconfig, context, MountApi.FSCONFIG_CMD_CREATE, 0, 0, 0);
        return script.Call(label, Sys.fsmount, context, MountApi.FSMOUNT_CLOEXEC, MountApi.MOUNT_ATTR_RDONLY);
    }

    private static void Attach(SpawnScript script, string label, SpawnResult tree, string path)
    {
        script.Call(label, Sys.move_mount, tree, script.Text(""), OpenFlags.AT_FDCWD, script.Text(path), MountApi.MOVE_MOUNT_F_EMPTY_PATH);
        script.Call(label, Sys.close, tree);
    }
}
