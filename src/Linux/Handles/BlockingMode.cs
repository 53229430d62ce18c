namespace Helios.Linux;

/// <summary>Whether reads and writes wait. It belongs to the open file description, which others may share. See fcntl(2), F_SETFL.</summary>
public static class BlockingMode
{
    /// <summary>Sets O_NONBLOCK: a read or write that would wait answers EAGAIN.</summary>
    public static void SetNonBlocking(SafeFd fd)
    {
        ArgumentNullException.ThrowIfNull(fd);
        int flags = SyscallException.Check(Libc.fcntl(fd.Number, (int)FcntlCommands.F_GETFL, 0), "fcntl F_GETFL");
        SyscallException.Check(Libc.fcntl(fd.Number, (int)FcntlCommands.F_SETFL, (nint)(flags | (int)OpenFlags.O_NONBLOCK)), "fcntl F_SETFL");
    }
}
