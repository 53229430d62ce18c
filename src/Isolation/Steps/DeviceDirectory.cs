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
        ("/dev/fd", "/proc/self/fd"), ("/dev/stdin", "/proc/self/fd/0"), ("/dev/stdout", "/proc/self/fd/1"), ("/dev/stderr", "/proc/self/fd/2"),
        ("/dev/ptmx", "pts/ptmx"),
    ];

    private const long NoSuidExec = MountApi.MOUNT_ATTR_NOSUID | MountApi.MOUNT_ATTR_NOEXEC;

    internal override LaunchStep Describe() => Step(
        "devices",
        $"make /dev with {(makeNodes ? "real" : "the host's")} null, zero, full, random, urandom and tty, and pts, ptmx, shm{(ownIpc ? ", mqueue" : "")} and the stdio links",
        ("nodes", makeNodes ? "made" : "bound"));

    internal override void Emit(ChildScript script)
    {
        script.MakeDirectory("/dev");
        script.Attach("mount tmpfs on /dev", script.NewFilesystem("tmpfs", NoSuidExec, ("mode", "0755"), ("size", "64k")), "/dev");
        foreach ((string name, uint major, uint minor) in Nodes)
        {
            string path = "/dev/" + name;
            if (makeNodes)
            {
                script.Call($"make device {path}", Sys.mknodat, OpenFlags.AT_FDCWD, script.Text(path), FileModes.S_IFCHR | Permissions.Octal0666, (major << 8) | minor);
            }
            else
            {
                script.MakeFile(path);
                script.Attach($"bind device {path}", script.Trees[path], path);
            }
        }

        foreach ((string link, string target) in s_links)
        {
            script.Call($"link {link}", Sys.symlinkat, script.Text(target), OpenFlags.AT_FDCWD, script.Text(link));
        }

        script.MakeDirectory("/dev/pts");
        SpawnResult pts = terminalGroup
            ? script.NewFilesystem("devpts", NoSuidExec, ("newinstance", null), ("ptmxmode", "0666"), ("mode", "0620"), ("gid", "5"))
            : script.NewFilesystem("devpts", NoSuidExec, ("newinstance", null), ("ptmxmode", "0666"), ("mode", "0620"));
        script.Attach("mount devpts on /dev/pts", pts, "/dev/pts");
        script.MakeDirectory("/dev/shm");
        script.Attach("mount tmpfs on /dev/shm", script.NewFilesystem("tmpfs", NoSuidExec | MountApi.MOUNT_ATTR_NODEV, ("mode", "1777"), ("size", "64m")), "/dev/shm");
        if (ownIpc)
        {
            script.MakeDirectory("/dev/mqueue");
            script.Attach("mount mqueue on /dev/mqueue", script.NewFilesystem("mqueue", NoSuidExec | MountApi.MOUNT_ATTR_NODEV), "/dev/mqueue");
        }
    }
}
