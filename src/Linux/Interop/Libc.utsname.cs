using System.Runtime.InteropServices;

namespace Helios.Linux;

internal static unsafe partial class Libc
{
    internal const int UtsLength = 65;

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int uname(utsname* buf);

#pragma warning disable CS8981 // The kernel's name.
    [StructLayout(LayoutKind.Sequential)]
    internal struct utsname
    {
        internal fixed byte sysname[UtsLength];
        internal fixed byte nodename[UtsLength];
        internal fixed byte release[UtsLength];
        internal fixed byte version[UtsLength];
        internal fixed byte machine[UtsLength];
        internal fixed byte domainname[UtsLength];
    }
#pragma warning restore CS8981
}
