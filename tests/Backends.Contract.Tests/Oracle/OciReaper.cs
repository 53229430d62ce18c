using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Backends.Contract.Tests;

/// <summary>Has the processes that a runtime leaves behind become children of this process, and waits for them.</summary>
/// <remarks>The machine's first process would reap them too, but when it likes, and only to itself.</remarks>
internal static unsafe partial class OciReaper
{
    private const int PR_SET_CHILD_SUBREAPER = 36;
    private const int P_PID = 1;
    private const int P_PIDFD = 3;
    private const int WEXITED = 4;
    private const int CLD_EXITED = 1;

    /// <summary>The calls that are under way, and the first processes of containers. They are children as well, and somebody waits for each.</summary>
    internal static ConcurrentDictionary<int, bool> Awaited { get; } = [];

    /// <summary>From now on. See "child subreaper" in prctl(2).</summary>
    internal static void Adopt() => SyscallException.Check(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), "prctl PR_SET_CHILD_SUBREAPER");

    /// <summary>Blocks until it has ended, and reaps it.</summary>
    internal static ExitStatus Await(PidFd pidFd)
    {
        int* information = stackalloc int[32];
        while (waitid(P_PIDFD, pidFd.Number, information, WEXITED) != 0)
        {
            if ((Errno)Marshal.GetLastPInvokeError() is Errno errno && errno != Errno.EINTR)
            {
                throw new SyscallException("waitid", errno);
            }
        }

        // siginfo_t: si_signo, si_errno, si_code, padding, si_pid, si_uid, si_status.
        return information[2] == CLD_EXITED ? ExitStatus.Exited(information[6]) : ExitStatus.Killed(new Signal(information[6]));
    }

    /// <summary>Reaps what calls have left of further processes: a PID namespace does not end while one of its dead is unburied.</summary>
    internal static void ReapStrays(string runtime)
    {
        int* information = stackalloc int[32];
        foreach (string thread in Directory.GetDirectories("/proc/self/task"))
        {
            foreach (string child in KernelFile.TryRead(thread + "/children", out string children) ? children.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [])
            {
                // "4021 (crun) Z 1 ..."
                int processId = int.Parse(child, CultureInfo.InvariantCulture);
                if (!Awaited.ContainsKey(processId) && KernelFile.TryRead($"/proc/{child}/stat", out string stat)
                    && stat.Contains("(" + runtime, StringComparison.Ordinal) && stat.Contains(") Z ", StringComparison.Ordinal))
                {
                    _ = waitid(P_PID, processId, information, WEXITED);
                }
            }
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int prctl(int option, nuint argument, nuint third, nuint fourth, nuint fifth);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int waitid(int type, int id, int* information, int options);
}
