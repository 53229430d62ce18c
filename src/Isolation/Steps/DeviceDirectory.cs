using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>A /dev of the container's own, with real devices.</summary>
/// <remarks>
/// Root makes the nodes by number, so they are what they say by construction. Whoever may not make nodes binds the host's, which are taken
/// before the root changes and whose numbers the supervisor has checked.
/// </remarks>
internal sealed class DeviceDirectory(bool makeNodes, bool terminalGroup, bool ownIpc) : ChildStep
{
    internal static readonly ImmutableArray<(string Name, uint Major, uint Minor)> Nodes =
    [
        ("null", 1, 3), ("zero", 1, 5), ("full", 1, 7), ("random", 1, 8), ("urandom", 1, 9), ("tty", 5, 0),
    ];

    private static readonly ImmutableArray<(string Link, string Target)> s_links =
    [
        ("fd", "/proc/self/fd"), ("stdin", "/proc/self/fd/0"), ("stdout", "/proc/self/fd/1"), ("stderr", "/proc/self/fd/2"),
        ("ptmx", "pts/ptmx"),
    ];

    private const long NoSuidExec = MountApi.MOUNT_ATTR_NOSUID | MountApi.MOUNT_ATTR_NOEXEC;

    internal override LaunchStep Describe() => Step(
        "devices",
        $"make /dev with {(makeNodes ? "real" : "the host's")} null, zero, full, random, urandom and tty, and pts, ptmx, shm{(ownIpc ? ", mqueue" : "")} and the stdio links",
        ("nodes", makeNodes ? "made" : "bound"));

    internal override void Emit(ChildScript script)
    {
        script.MakeDirectory("/dev");
        SpawnResult directory = script.NewFilesystem("tmpfs", NoSuidExec, ("mode", "0755"), ("size", "64k"), ("nr_inodes", "64"));
        script.AttachIn("mount tmpfs on /dev", directory, OpenFlags.AT_FDCWD, "/dev");

        // From here on by descriptor, and before anything of the container's is mounted: what lies here is what this launch has put here.
        foreach ((string name, uint major, uint minor) in Nodes)
        {
            string path = "/dev/" + name;
            if (makeNodes)
            {
                script.Call($"make device {path}", Sys.mknodat, directory, script.Text(name), FileModes.S_IFCHR | Permissions.Octal0666, (major << 8) | minor);
            }
            else
            {
                script.Call($"make file {path}", Sys.mknodat, directory, script.Text(name), FileModes.S_IFREG | Permissions.Octal0666, 0);
                script.AttachIn($"bind device {path}", script.Trees[path], directory, name);
            }
        }

        script.NullDevice = makeNodes
            ? script.Call("hold the null device", Sys.openat, directory, script.Text("null"), OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW | OpenFlags.O_CLOEXEC, 0)
            : script.Trees["/dev/null"];
        foreach ((string link, string target) in s_links)
        {
            script.Call($"link /dev/{link}", Sys.symlinkat, script.Text(target), directory, script.Text(link));
        }

        SpawnResult pts = terminalGroup
            ? script.NewFilesystem("devpts", NoSuidExec, ("newinstance", null), ("ptmxmode", "0666"), ("mode", "0620"), ("gid", "5"))
            : script.NewFilesystem("devpts", NoSuidExec, ("newinstance", null), ("ptmxmode", "0666"), ("mode", "0620"));
        Mount("devpts", "pts", pts);
        const string inodes = "16384";
        Mount("tmpfs", "shm", script.NewFilesystem("tmpfs", NoSuidExec | MountApi.MOUNT_ATTR_NODEV, ("mode", "1777"), ("size", "64m"), ("nr_inodes", inodes)));
        if (ownIpc)
        {
            Mount("mqueue", "mqueue", script.NewFilesystem("mqueue", NoSuidExec | MountApi.MOUNT_ATTR_NODEV));
        }

        script.Call("let go of /dev", Sys.close, directory);

        void Mount(string type, string name, SpawnResult tree)
        {
            string label = $"mount {type} on /dev/{name}";
            script.MakeDirectoryIn(directory, name, "/dev/" + name);
            script.AttachIn(label, tree, directory, name);
            script.Call(label, Sys.close, tree);
        }
    }
}
