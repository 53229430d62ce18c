using System.Globalization;
using Helios.Isolation.Sources;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>A spawn script in the words of containers: the system calls that several steps share.</summary>
public sealed class ChildScript(SpawnScript script, LaunchDescriptors descriptors, Fence leftOut = Fence.None)
{
    /// <summary>The script being written.</summary>
    internal SpawnScript Script => script;

    /// <summary>The descriptors the child inherits for its own use.</summary>
    internal LaunchDescriptors Descriptors => descriptors;

    /// <summary>The slave side of the container's terminal, once the terminal step has been written.</summary>
    internal SpawnResult? TerminalSlave { get; set; }

    /// <summary>The container's root, once it has been entered.</summary>
    internal SpawnResult? Root { get; set; }

    /// <summary>The container's own null device, once /dev has been made: a descriptor, whatever becomes of its name.</summary>
    internal SpawnResult? NullDevice { get; set; }

    /// <summary>Trees of the host taken before the root changes, by path.</summary>
    internal Dictionary<string, SpawnResult> Trees { get; } = [];

    /// <summary>The trees of volumes, by their number among the sources.</summary>
    internal Dictionary<int, SpawnArgument> Volumes { get; } = [];

    internal SpawnResult Call(string label, Sys call, params ReadOnlySpan<SpawnArgument> arguments) => script.Call(label, call, arguments);

    internal SpawnResult Tolerate(Errno errno, string label, Sys call, params ReadOnlySpan<SpawnArgument> arguments)
        => script.Call(label, new SpawnRule { ToleratedErrno = errno }, call, arguments);

    /// <summary>A tree of the host that the supervisor has taken for this launch.</summary>
    internal SpawnArgument Tree(int index)
        => descriptors.Trees.Count > index ? descriptors.Trees[index] : SpawnArgument.Named(-1, string.Create(CultureInfo.InvariantCulture, $"tree{index}"));

    /// <summary>What a source of the launch is, and where.</summary>
    internal SourceDescriptor Source(int index, SourceRequest request)
        => descriptors.Sources.Count > index ? descriptors.Sources[index] : new SourceDescriptor(-1, request.Path, request.Expected);

    /// <summary>The tree of a source: given by the supervisor, or taken here by a path that has no link in it any more.</summary>
    internal SpawnArgument TakeSource(int index, SourceRequest request, bool given)
    {
        SourceDescriptor source = Source(index, request);
        if (given)
        {
            return source.Number >= 0 ? source.Number : SpawnArgument.Named(-1, string.Create(CultureInfo.InvariantCulture, $"source{index}"));
        }

        string label = "open " + request.What;
        OpenHow how = new() { Flags = (ulong)(OpenFlags.O_PATH | OpenFlags.O_CLOEXEC), Resolve = (ulong)OpenFlags.RESOLVE_NO_SYMLINKS };
        SpawnResult place = Call(label, Sys.openat2, OpenFlags.AT_FDCWD, Text(source.Path), script.Struct(how), OpenHow.Size);
        SpawnResult tree = Call(label, Sys.open_tree, place, Text(""),
            MountApi.OPEN_TREE_CLONE | MountApi.OPEN_TREE_CLOEXEC | OpenFlags.AT_RECURSIVE | OpenFlags.AT_EMPTY_PATH);
        Call(label, Sys.close, place);
        SetAttributes($"set the mode of {request.What}", tree, recursive: true, request.AttributesOf(source.Kind));
        return tree;
    }

    /// <summary>Whether a test has this launch go without a defence.</summary>
    internal bool Lacks(Fence fence) => (leftOut & fence) != 0;

    /// <summary>The attributes of a root or one of its layers: whatever else, no device node on it works.</summary>
    internal long RootAttributes(long attributes) => Lacks(Fence.NoDevices) ? attributes : attributes | MountApi.MOUNT_ATTR_NODEV;

    internal SpawnArgument Text(string text) => script.Text(text);

    /// <summary>Makes one directory; that it exists is fine.</summary>
    internal void MakeDirectory(string path, int mode = Permissions.Octal0755)
        => Tolerate(Errno.EEXIST, $"make directory {path}", Sys.mkdirat, OpenFlags.AT_FDCWD, Text(path), mode);

    /// <summary>Makes a directory in another; that it exists is fine.</summary>
    internal void MakeDirectoryIn(SpawnResult parent, string name, string path)
        => Tolerate(Errno.EEXIST, $"make directory {path}", Sys.mkdirat, parent, Text(name), Permissions.Octal0755);

    /// <summary>Finds what a mount is put on, and makes what is missing on the way.</summary>
    /// <remarks>
    /// Each component is made in the directory found so far and then looked up anew from the root, by a look-up that can neither leave the root nor
    /// pass a magic link (runc CVE-2024-45310): whoever swaps a component for a link meanwhile gets at most a directory elsewhere inside.
    /// </remarks>
    internal SpawnResult OpenTarget(string target, bool directory)
    {
        string[] names = target.Split('/', StringSplitOptions.RemoveEmptyEntries);
        SpawnResult parent = Root!.Value;
        for (int i = 0; i < names.Length; i++)
        {
            string path = "/" + string.Join('/', names[..(i + 1)]);
            bool last = i == names.Length - 1;
            if (!last || directory)
            {
                MakeDirectoryIn(parent, names[i], path);
            }
            else
            {
                Tolerate(Errno.EEXIST, $"make file {path}", Sys.mknodat, parent, Text(names[i]), FileModes.S_IFREG | Permissions.Octal0644, 0);
            }

            SpawnResult found = OpenInRoot($"find {path}", path, OpenFlags.O_PATH | (!last || directory ? OpenFlags.O_DIRECTORY : 0));
            if (i > 0)
            {
                Call($"find {path}", Sys.close, parent);
            }

            parent = found;
        }

        return parent;
    }

    /// <summary>Opens a path as the container will find it: links lead nowhere but into the root, and magic links nowhere at all.</summary>
    internal SpawnResult OpenInRoot(string label, string path, long flags)
    {
        OpenHow how = new()
        {
            Flags = (ulong)(flags | OpenFlags.O_CLOEXEC),
            Resolve = Lacks(Fence.Targets) ? 0 : (ulong)(OpenFlags.RESOLVE_IN_ROOT | OpenFlags.RESOLVE_NO_MAGICLINKS),
        };
        return Call(label, Sys.openat2, Root!.Value, Text(path.TrimStart('/')), script.Struct(how), OpenHow.Size);
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

    /// <summary>Takes a copy of a tree that a descriptor names.</summary>
    internal SpawnResult CopyTree(string label, SpawnResult tree)
        => Call(label, Sys.open_tree, tree, Text(""), MountApi.OPEN_TREE_CLONE | MountApi.OPEN_TREE_CLOEXEC | OpenFlags.AT_EMPTY_PATH);

    /// <summary>Mounts a tree; a link at the target is not followed.</summary>
    internal void Attach(string label, SpawnArgument tree, string target)
    {
        AttachIn(label, tree, OpenFlags.AT_FDCWD, target);
        Call(label, Sys.close, tree);
    }

    /// <summary>Mounts a tree on a name in a directory and leaves its descriptor open; a link there is not followed.</summary>
    internal void AttachIn(string label, SpawnArgument tree, SpawnArgument directory, string name)
        => Call(label, Sys.move_mount, tree, Text(""), directory, Text(name), MountApi.MOVE_MOUNT_F_EMPTY_PATH);

    /// <summary>Mounts a tree on what a descriptor names.</summary>
    internal void AttachOn(string label, SpawnArgument tree, SpawnResult target)
    {
        Call(label, Sys.move_mount, tree, Text(""), target, Text(""), MountApi.MOVE_MOUNT_F_EMPTY_PATH | MountApi.MOVE_MOUNT_T_EMPTY_PATH);
        Call(label, Sys.close, tree);
        Call(label, Sys.close, target);
    }

    /// <summary>Octal, as file modes are written.</summary>
    internal static string Octal(int mode) => "0" + Convert.ToString(mode, 8).ToString(CultureInfo.InvariantCulture);
}
