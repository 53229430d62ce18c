using System.Collections.Frozen;
using Helios.Linux;

namespace Helios.Isolation.Cgroups;

/// <summary>The v2 group that Helios makes its directory in, and what can be enabled there.</summary>
/// <remarks>
/// For root it is the tree's root; for anybody else the launcher's own group. A group with processes gives its children no controllers
/// ("no internal processes", cgroups(7)), and the launcher's own has at least the launcher: where it may be divided, its processes move into a
/// group <c>helios-launcher</c> beside Helios's directory before the first controller is enabled.
/// </remarks>
internal sealed class UnifiedParent
{
    private const string LauncherDirectoryName = "helios-launcher";

    private UnifiedParent(string path, FrozenSet<string> controllers, bool mayDivide)
    {
        Path = path;
        Controllers = controllers;
        MayDivide = mayDivide;
    }

    /// <summary>Its directory.</summary>
    internal string Path { get; }

    /// <summary>The controllers that its children have or can be given.</summary>
    internal FrozenSet<string> Controllers { get; }

    /// <summary>Whether groups can be made in it.</summary>
    internal bool MayDivide { get; }

    internal static UnifiedParent Find(CgroupLayout layout, bool isRoot)
    {
        string path = isRoot ? layout.Unified! : System.IO.Path.Join(layout.Unified, layout.OwnUnifiedPath);
        if (System.IO.Path.GetFileName(path) == LauncherDirectoryName)
        {
            // Another launcher has made room before.
            path = System.IO.Path.GetDirectoryName(path)!;
        }

        FrozenSet<string> controllers = isRoot ? layout.UnifiedControllers
            : CanDivide(path) ? Words(System.IO.Path.Join(path, "cgroup.controllers")).ToFrozenSet()
            : Words(System.IO.Path.Join(path, "cgroup.subtree_control")).ToFrozenSet();
        return new UnifiedParent(path, controllers, KernelFile.IsWritable(path));
    }

    /// <summary>The words of a file of one line; none when there is no such file.</summary>
    internal static HashSet<string> Words(string path)
        => KernelFile.TryRead(path, out string text) ? [.. text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)] : [];

    /// <summary>Gives its children a controller.</summary>
    /// <exception cref="SyscallException">The kernel refuses; the subject names the controller and the file.</exception>
    internal void Enable(string controller)
    {
        const string file = "cgroup.subtree_control";
        if (Words(System.IO.Path.Join(Path, file)).Contains(controller))
        {
            return;
        }

        try
        {
            CgroupFile.Write(Path, file, "+" + controller);
        }
        catch (SyscallException busy) when (busy.Errno == Errno.EBUSY && CanDivide(Path))
        {
            MakeRoom();
            CgroupFile.Write(Path, file, "+" + controller);
        }
    }

    // systemd marks what it has delegated. Where it has not, a group of the launcher's alone is nobody else's to manage either.
    private static bool CanDivide(string path)
        => KernelFile.IsWritable(System.IO.Path.Join(path, "cgroup.subtree_control")) && KernelFile.IsWritable(System.IO.Path.Join(path, "cgroup.procs"))
            && (KernelFile.Attribute(path, "user.delegate") == "1" || KernelFile.Exists(System.IO.Path.Join(path, LauncherDirectoryName))
                || Words(System.IO.Path.Join(path, "cgroup.procs")) is { Count: <= 1 });

    private void MakeRoom()
    {
        string room = System.IO.Path.Join(Path, LauncherDirectoryName);
        CgroupFile.MakeDirectory(room);

        // A process that forks meanwhile leaves a child behind, so until none is left.
        for (int round = 0; round < 10 && Words(System.IO.Path.Join(Path, "cgroup.procs")) is { Count: > 0 } processes; round++)
        {
            foreach (string process in processes)
            {
                try
                {
                    CgroupFile.Write(room, "cgroup.procs", process);
                }
                catch (SyscallException ended) when (ended.Errno == Errno.ESRCH)
                {
                }
            }
        }
    }
}
