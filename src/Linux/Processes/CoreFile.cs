namespace Helios.Linux;

/// <summary>The core file of another process. See core(5).</summary>
public static unsafe class CoreFile
{
    /// <summary>Lets a process end by a signal such as SIGSEGV without a core file or a program that is given one.</summary>
    /// <param name="processId">The process; that it has ended is fine.</param>
    /// <exception cref="SyscallException">EPERM: another user's.</exception>
    public static void Forbid(int processId)
    {
        // One byte: less than any core file, and the kernel's own mark for "do not start the program of core_pattern either".
        ResourceLimit none = new() { Soft = 1, Hard = 1 };
        if (Libc.prlimit64(processId, (int)RlimitResources.RLIMIT_CORE, &none, null) != 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() != (int)Errno.ESRCH)
        {
            SyscallException.ThrowLast("prlimit", $"process {processId}");
        }
    }
}
