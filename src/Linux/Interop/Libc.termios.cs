using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>termios.h and the window size of sys/ioctl.h.</summary>
internal static partial class Libc
{
    internal const int TCSANOW = 0;
    internal const int TCSADRAIN = 1;
    internal const int TCSAFLUSH = 2;

    /// <summary>glibc's struct termios, 60 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct termios
    {
        internal uint c_iflag;
        internal uint c_oflag;
        internal uint c_cflag;
        internal uint c_lflag;
        internal byte c_line;
        internal fixed byte c_cc[32];
        internal uint c_ispeed;
        internal uint c_ospeed;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct winsize
    {
        internal ushort ws_row;
        internal ushort ws_col;
        internal ushort ws_xpixel;
        internal ushort ws_ypixel;
    }

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial int tcgetattr(int fd, termios* termios_p);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial int tcsetattr(int fd, int optional_actions, termios* termios_p);

    [LibraryImport("libc")]
    internal static unsafe partial void cfmakeraw(termios* termios_p);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int tcgetpgrp(int fd);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int tcsetpgrp(int fd, int pgrp);

    [LibraryImport("libc")]
    internal static partial int isatty(int fd);
}
