using System.Buffers.Binary;

namespace Helios.Linux;

/// <summary>What an open descriptor refers to: its type and permissions. See statx(2).</summary>
/// <param name="Mode">Type and permission bits as in inode(7).</param>
public readonly record struct OpenFileMode(int Mode)
{
    private const int TypeMask = 0xF000;
    private const int PermissionMask = Linux.Permissions.Octal0777;
    private const int StatxBytes = 256;
    private const int ModeOffset = 28;
    private const uint TypeAndMode = 3;

    /// <summary>A regular file.</summary>
    public bool IsFile => (Mode & TypeMask) == 0x8000;

    /// <summary>A directory.</summary>
    public bool IsDirectory => (Mode & TypeMask) == 0x4000;

    /// <summary>A symbolic link, opened with O_PATH and O_NOFOLLOW.</summary>
    public bool IsLink => (Mode & TypeMask) == 0xA000;

    /// <summary>A socket with a name, opened with O_PATH.</summary>
    public bool IsSocket => (Mode & TypeMask) == 0xC000;

    /// <summary>Read, write and execute for owner, group and others.</summary>
    public int Permissions => Mode & PermissionMask;

    /// <summary>Asks the kernel. An O_PATH descriptor will do.</summary>
    public static unsafe OpenFileMode Of(SafeFd descriptor)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        byte* buffer = stackalloc byte[StatxBytes];
        SyscallException.Check(Libc.statx(descriptor.Number, "", (int)OpenFlags.AT_EMPTY_PATH, TypeAndMode, buffer), "statx");
        return new OpenFileMode(BinaryPrimitives.ReadUInt16LittleEndian(new ReadOnlySpan<byte>(buffer + ModeOffset, sizeof(ushort))));
    }

    /// <summary>Sets the permissions of an open file. See fchmod(2).</summary>
    public static void SetPermissions(SafeFd descriptor, int permissions)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        SyscallException.Check(Libc.fchmod(descriptor.Number, (uint)(permissions & PermissionMask)), "fchmod");
    }
}
