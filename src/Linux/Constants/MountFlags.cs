namespace Helios.Linux;

/// <summary>Flags of mount(2) and umount2(2). The names are the kernel's, so that the man pages explain them.</summary>
#pragma warning disable CS1591 // Each member is documented by the man page that the type names.
public static class MountFlags
{
    public const long MS_RDONLY = 1;
    public const long MS_NOSUID = 2;
    public const long MS_NODEV = 4;
    public const long MS_NOEXEC = 8;
    public const long MS_SYNCHRONOUS = 0x10;
    public const long MS_REMOUNT = 0x20;
    public const long MS_MANDLOCK = 0x40;
    public const long MS_DIRSYNC = 0x80;
    public const long MS_NOSYMFOLLOW = 0x100;
    public const long MS_NOATIME = 0x400;
    public const long MS_NODIRATIME = 0x800;
    public const long MS_BIND = 0x1000;
    public const long MS_MOVE = 0x2000;
    public const long MS_REC = 0x4000;
    public const long MS_SILENT = 0x8000;
    public const long MS_UNBINDABLE = 0x20000;
    public const long MS_PRIVATE = 0x40000;
    public const long MS_SLAVE = 0x80000;
    public const long MS_SHARED = 0x100000;
    public const long MS_RELATIME = 0x200000;
    public const long MS_STRICTATIME = 0x1000000;
    public const long MS_LAZYTIME = 0x2000000;
    public const long MNT_FORCE = 1;
    public const long MNT_DETACH = 2;
    public const long MNT_EXPIRE = 4;
    public const long UMOUNT_NOFOLLOW = 8;
}
