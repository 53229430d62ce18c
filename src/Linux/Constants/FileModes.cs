namespace Helios.Linux;

/// <summary>File types and permission bits of inode(7). The names are the kernel's, so that the man pages explain them.</summary>
#pragma warning disable CS1591 // Each member is documented by the man page that the type names.
public static class FileModes
{
    public const long S_IFMT = 0xf000;
    public const long S_IFSOCK = 0xc000;
    public const long S_IFLNK = 0xa000;
    public const long S_IFREG = 0x8000;
    public const long S_IFBLK = 0x6000;
    public const long S_IFDIR = 0x4000;
    public const long S_IFCHR = 0x2000;
    public const long S_IFIFO = 0x1000;
    public const long S_ISUID = 0x800;
    public const long S_ISGID = 0x400;
    public const long S_ISVTX = 0x200;
}
