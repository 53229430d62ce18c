namespace Helios.Linux;

/// <summary>Flags and commands of the file-descriptor mount calls: fsopen, fsconfig, fsmount, open_tree, move_mount, mount_setattr. See linux/mount.h. The names are the kernel's, so that the man pages explain them.</summary>
#pragma warning disable CS1591 // Each member is documented by the man page that the type names.
public static class MountApi
{
    public const long FSOPEN_CLOEXEC = 1;
    public const long FSPICK_CLOEXEC = 1;
    public const long FSPICK_SYMLINK_NOFOLLOW = 2;
    public const long FSPICK_NO_AUTOMOUNT = 4;
    public const long FSPICK_EMPTY_PATH = 8;
    public const long FSCONFIG_SET_FLAG = 0;
    public const long FSCONFIG_SET_STRING = 1;
    public const long FSCONFIG_SET_BINARY = 2;
    public const long FSCONFIG_SET_PATH = 3;
    public const long FSCONFIG_SET_PATH_EMPTY = 4;
    public const long FSCONFIG_SET_FD = 5;
    public const long FSCONFIG_CMD_CREATE = 6;
    public const long FSCONFIG_CMD_RECONFIGURE = 7;
    public const long FSMOUNT_CLOEXEC = 1;
    public const long MOUNT_ATTR_RDONLY = 1;
    public const long MOUNT_ATTR_NOSUID = 2;
    public const long MOUNT_ATTR_NODEV = 4;
    public const long MOUNT_ATTR_NOEXEC = 8;
    public const long MOUNT_ATTR__ATIME = 0x70;
    public const long MOUNT_ATTR_RELATIME = 0;
    public const long MOUNT_ATTR_NOATIME = 0x10;
    public const long MOUNT_ATTR_STRICTATIME = 0x20;
    public const long MOUNT_ATTR_NODIRATIME = 0x80;
    public const long MOUNT_ATTR_IDMAP = 0x100000;
    public const long MOUNT_ATTR_NOSYMFOLLOW = 0x200000;
    public const long OPEN_TREE_CLONE = 1;
    public const long OPEN_TREE_CLOEXEC = 0x80000;
    public const long MOVE_MOUNT_F_SYMLINKS = 1;
    public const long MOVE_MOUNT_F_AUTOMOUNTS = 2;
    public const long MOVE_MOUNT_F_EMPTY_PATH = 4;
    public const long MOVE_MOUNT_T_SYMLINKS = 0x10;
    public const long MOVE_MOUNT_T_AUTOMOUNTS = 0x20;
    public const long MOVE_MOUNT_T_EMPTY_PATH = 0x40;
    public const long MOVE_MOUNT_SET_GROUP = 0x100;
}
