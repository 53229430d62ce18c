using System.Globalization;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>A spawn script in the words of containers: the system calls that several steps share.</summary>
public sealed class ChildScript(SpawnScript script, LaunchDescriptors descriptors)
{
    /// <summary>The script being written.</summary>
    internal SpawnScript Script => script;

    /// <summary>The descriptors the child inherits for its own use.</summary>
    internal LaunchDescriptors Descriptors => descriptors;

    /// <summary>The slave side of the container's terminal, once the terminal step has been written.</summary>
    internal SpawnResult? TerminalSlave { get; set; }

    /// <summary>Trees of the host taken before the root changes, by step.</summary>
    internal Dictionary<object, SpawnResult> Trees { get; } = [];

    internal SpawnResult Call(string label, Sys call, params ReadOnlySpan<SpawnArgument> arguments) => script.Call(label, call, arguments);

    internal SpawnResult Tolerate(Errno errno, string label, Sys call, params ReadOnlySpan<SpawnArgument> arguments)
        => script.Call(label, new SpawnRule { ToleratedErrno = errno }, call, arguments);

    internal SpawnArgument Text(string text) => script.Text(text);

    /// <summary>Makes one directory; that it exists is fine.</summary>
    internal void MakeDirectory(string path, int mode = Permissions.Octal0755)
        => Tolerate(Errno.EEXIST, $"make directory {path}", Sys.mkdirat, OpenFlags.AT_FDCWD, Text(path), mode);

    /// <summary>Makes every directory on the way to <paramref name="path"/>. Only used once the root is the container's own, so that no link leads out of it.</summary>
    internal void MakeParents(string path)
    {
        for (int slash = path.IndexOf('/', 1); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            MakeDirectory(path[..slash]);
        }
    }

    /// <summary>Makes an empty file to mount on; that it exists is fine.</summary>
    internal void MakeFile(string path)
        => Tolerate(Errno.EEXIST, $"make file {path}", Sys.mknodat, OpenFlags.AT_FDCWD, Text(path), FileModes.S_IFREG | Permissions.Octal0644, 0);

    /// <summary>Makes a file system that is mounted nowhere yet.</summary>
    internal SpawnResult NewFilesystem(string type, long attributes, params ReadOnlySpan<(string Key, string? Value)> options)
    {
        string label = $"make a {type} file system";
        SpawnResult context = Call(label, Sys.fsopen, Text(type), MountApi.FSOPEN_CLOEXEC);
        foreach ((string key, string? value) in options)
        {
            string optionLabel = $"{label} with {key}{(value is null ? "" : "=" + value)}";
            if (value is null)
            {
                Call(optionLabel, Sys.fsconfig, context, MountApi.FSCONFIG_SET_FLAG, Text(key), 0, 0);
            }
            else
            {
                Call(optionLabel, Sys.fsconfig, context, MountApi.FSCONFIG_SET_STRING, Text(key), Text(value), 0);
            }
        }

        Call(label, Sys.fsconfig, context, MountApi.FSCONFIG_CMD_CREATE, 0, 0, 0);
        SpawnResult mount = Call(label, Sys.fsmount, context, MountApi.FSMOUNT_CLOEXEC, attributes);
        Call(label, Sys.close, context);
        return mount;
    }

    /// <summary>Takes a copy of a mounted tree, mounted nowhere yet.</summary>
    internal SpawnResult TakeTree(string label, string path, bool recursive)
        => Call(label, Sys.open_tree, OpenFlags.AT_FDCWD, Text(path),
            MountApi.OPEN_TREE_CLONE | MountApi.OPEN_TREE_CLOEXEC | (recursive ? OpenFlags.AT_RECURSIVE : 0));

    /// <summary>Changes the attributes of a tree that is mounted nowhere yet.</summary>
    internal void SetAttributes(string label, SpawnResult tree, bool recursive, long set)
        => Call(label, Sys.mount_setattr, tree, Text(""), OpenFlags.AT_EMPTY_PATH | (recursive ? OpenFlags.AT_RECURSIVE : 0),
            script.Struct(new MountAttributes { Set = (ulong)set }), MountAttributes.Size);

    /// <summary>Mounts a tree; a link at the target is not followed unless asked for.</summary>
    internal void Attach(string label, SpawnResult tree, string target, bool followLinks = false)
    {
        Call(label, Sys.move_mount, tree, Text(""), OpenFlags.AT_FDCWD, Text(target),
            MountApi.MOVE_MOUNT_F_EMPTY_PATH | (followLinks ? MountApi.MOVE_MOUNT_T_SYMLINKS : 0));
        Call(label, Sys.close, tree);
    }

    /// <summary>Octal, as file modes are written.</summary>
    internal static string Octal(int mode) => "0" + Convert.ToString(mode, 8).ToString(CultureInfo.InvariantCulture);
}
