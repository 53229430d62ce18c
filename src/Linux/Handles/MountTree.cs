using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>A copy of a mounted tree that is mounted nowhere: whoever has it can attach it, and nothing that is done to its place changes it. See open_tree(2).</summary>
public sealed class MountTree : SafeFd
{
    private MountTree(int fd)
        : base(fd)
    {
    }

    /// <summary>Copies one; nothing mounted on or below the copy reaches where it came from, or the reverse.</summary>
    /// <param name="path">Its top.</param>
    /// <param name="recursive">With what is mounted below.</param>
    /// <param name="set">Attributes it gets: <c>MOUNT_ATTR_*</c> of <see cref="MountApi"/>.</param>
    /// <exception cref="SyscallException">EPERM: this takes CAP_SYS_ADMIN.</exception>
    public static MountTree Copy(string path, bool recursive, long set) => Copy((int)OpenFlags.AT_FDCWD, path, path, recursive, set);

    /// <summary>Copies the one that a descriptor names, whatever has become of its path.</summary>
    /// <param name="top">Its top; an O_PATH descriptor will do.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="recursive">With what is mounted below.</param>
    /// <param name="set">Attributes it gets.</param>
    /// <exception cref="SyscallException">EPERM: this takes CAP_SYS_ADMIN.</exception>
    public static MountTree Copy(SafeFd top, string name, bool recursive, long set)
    {
        ArgumentNullException.ThrowIfNull(top);
        return Copy(top.Number, "", name, recursive, set);
    }

    private static unsafe MountTree Copy(int directory, string path, string name, bool recursive, long set)
    {
        long depth = recursive ? OpenFlags.AT_RECURSIVE : 0;
        long flags = MountApi.OPEN_TREE_CLONE | MountApi.OPEN_TREE_CLOEXEC | depth | (path.Length == 0 ? OpenFlags.AT_EMPTY_PATH : 0);
        nint fd = Libc.open_tree((nint)Sys.open_tree, directory, path, (uint)flags);
        if (fd < 0)
        {
            throw new SyscallException("open_tree", (Errno)Marshal.GetLastPInvokeError(), name);
        }

        MountTree tree = new((int)fd);
        try
        {
            MountAttributes attributes = new() { Set = (ulong)set, Propagation = (ulong)MountFlags.MS_PRIVATE };
            if (Libc.mount_setattr((nint)Sys.mount_setattr, tree.Number, "", (uint)(OpenFlags.AT_EMPTY_PATH | depth), &attributes, MountAttributes.Size) < 0)
            {
                throw new SyscallException("mount_setattr", (Errno)Marshal.GetLastPInvokeError(), name);
            }

            return tree;
        }
        catch
        {
            tree.Dispose();
            throw;
        }
    }
}
