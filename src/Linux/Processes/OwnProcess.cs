namespace Helios.Linux;

/// <summary>What /proc does not say of this process, and what it can only do to itself.</summary>
public static class OwnProcess
{
    /// <summary>The securebits, which children inherit. See capabilities(7).</summary>
    public static int SecureBits => (int)SyscallException.Check(Libc.prctl((nint)Sys.prctl, (nint)PrctlOptions.PR_GET_SECUREBITS, 0, 0, 0, 0), "prctl", "PR_GET_SECUREBITS");

    /// <summary>Leaves the session and its terminal. See setsid(2).</summary>
    public static void BeginSession() => SyscallException.Check((long)Libc.setsid((nint)Sys.setsid), "setsid");
}
