namespace Helios.Isolation.Seccomp;

/// <summary>What the kernel does with a system call: the return values of a seccomp filter. See seccomp(2).</summary>
public static class SeccompAction
{
    /// <summary>The call is made.</summary>
    public const uint Allow = 0x7fff0000;

    /// <summary>The whole process dies of SIGSYS.</summary>
    public const uint KillProcess = 0x80000000;

    private const uint ErrnoBase = 0x00050000;

    /// <summary>The call fails with an error and is not made.</summary>
    public static uint Fail(Linux.Errno errno) => ErrnoBase | (uint)errno;
}
