namespace Helios.Linux;

/// <summary>The master side of a pseudo-terminal. See pty(7).</summary>
public sealed unsafe class PseudoTerminal : SafeFd
{
    private PseudoTerminal(int fd)
        : base(fd)
    {
    }

    /// <summary>Opens a pair in the caller's devpts and unlocks the slave.</summary>
    public static PseudoTerminal Open() => Open("/dev/ptmx");

    /// <summary>Opens a pair in the devpts instance that <paramref name="multiplexer"/> belongs to (its <c>ptmx</c> file).</summary>
    public static PseudoTerminal Open(string multiplexer)
        => Unlock(Opening.At((int)OpenFlags.AT_FDCWD, multiplexer, OpenFlags.O_RDWR | OpenFlags.O_NOCTTY));

    /// <summary>Takes over an open multiplexer descriptor, for example one that a container sent over a socket, and unlocks the slave.</summary>
    public static PseudoTerminal Adopt(FileFd multiplexer)
    {
        ArgumentNullException.ThrowIfNull(multiplexer);
        int copy = SyscallException.Check(
            Libc.fcntl(multiplexer.Number, (int)FcntlCommands.F_DUPFD_CLOEXEC, 0), "fcntl F_DUPFD_CLOEXEC", "ptmx");
        multiplexer.Dispose();
        return Unlock(copy);
    }

    /// <summary>The number N of the slave's name <c>pts/N</c>.</summary>
    public int Index
    {
        get
        {
            int number;
            SyscallException.Check(Libc.ioctl(Number, (nuint)Ioctls.TIOCGPTN, &number), "ioctl TIOCGPTN");
            return number;
        }
    }

    /// <summary>The size that programs on the slave see.</summary>
    public WindowSize WindowSize
    {
        get => Terminal.GetWindowSize(this);
        set => Terminal.SetWindowSize(this, value);
    }

    /// <summary>Opens the slave through the master, never by a path that somebody else could have replaced (TIOCGPTPEER).</summary>
    public FileFd OpenPeer()
    {
        long flags = OpenFlags.O_RDWR | OpenFlags.O_NOCTTY | OpenFlags.O_CLOEXEC;
        return new FileFd(SyscallException.Check(Libc.ioctl(Number, (nuint)Ioctls.TIOCGPTPEER, (void*)flags), "ioctl TIOCGPTPEER"));
    }

    private static PseudoTerminal Unlock(int fd)
    {
        PseudoTerminal master = new(fd);
        int unlocked = 0;
        if (Libc.ioctl(fd, (nuint)Ioctls.TIOCSPTLCK, &unlocked) != 0)
        {
            SyscallException failure = new("ioctl TIOCSPTLCK", (Errno)System.Runtime.InteropServices.Marshal.GetLastPInvokeError());
            master.Dispose();
            throw failure;
        }

        return master;
    }
}
