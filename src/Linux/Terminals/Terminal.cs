namespace Helios.Linux;

/// <summary>What can be asked of any terminal descriptor. See ioctl_tty(2) and termios(3).</summary>
public static unsafe class Terminal
{
    /// <summary>Whether the descriptor is a terminal.</summary>
    public static bool Is(SafeFd fd)
    {
        ArgumentNullException.ThrowIfNull(fd);
        return Libc.isatty(fd.Number) == 1;
    }

    /// <summary>The window's size; zero by zero where nobody has set one.</summary>
    /// <exception cref="SyscallException">ENOTTY: not a terminal.</exception>
    public static WindowSize GetWindowSize(SafeFd terminal)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        Libc.winsize size;
        SyscallException.Check(Libc.ioctl(terminal.Number, (nuint)Ioctls.TIOCGWINSZ, &size), "ioctl TIOCGWINSZ");
        return new WindowSize(size.ws_col, size.ws_row);
    }

    /// <summary>Sets the window's size; the foreground process group gets SIGWINCH when it changes.</summary>
    public static void SetWindowSize(SafeFd terminal, WindowSize size)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        Libc.winsize value = new() { ws_col = size.Columns, ws_row = size.Rows };
        SyscallException.Check(Libc.ioctl(terminal.Number, (nuint)Ioctls.TIOCSWINSZ, &value), "ioctl TIOCSWINSZ");
    }

    /// <summary>The process group that reads from the keyboard.</summary>
    public static int GetForegroundGroup(SafeFd terminal)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        return SyscallException.Check(Libc.tcgetpgrp(terminal.Number), "tcgetpgrp");
    }

    /// <summary>Gives the keyboard to a process group of the session. A background caller is stopped by SIGTTOU unless it ignores that signal.</summary>
    public static void SetForegroundGroup(SafeFd terminal, int group)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        SyscallException.Check(Libc.tcsetpgrp(terminal.Number, group), "tcsetpgrp", $"group {group}");
    }
}
