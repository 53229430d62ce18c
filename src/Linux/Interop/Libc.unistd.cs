using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>The man pages and nothing else: C names, C types, no policy. One file for each C header.</summary>
internal static partial class Libc
{
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int close(int fd);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fchown(int fd, uint owner, uint group);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial nint read(int fd, void* buf, nint count);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial nint write(int fd, void* buf, nint count);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int dup2(int oldfd, int newfd);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int setpgid(int pid, int pgid);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int getpgid(int pid);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int getsid(int pid);

    [LibraryImport("libc")]
    internal static partial int getppid();

    [LibraryImport("libc")]
    internal static partial uint geteuid();

    [LibraryImport("libc")]
    internal static partial uint getegid();

    [LibraryImport("libc")]
    internal static partial uint umask(uint mask);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fchdir(int fd);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial byte* getcwd(byte* buf, nuint size);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial int execve(byte* pathname, byte** argv, byte** envp);

    [LibraryImport("libc")]
    internal static partial void _exit(int status);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static unsafe partial nint prlimit64(nint number, nint pid, nint resource, ResourceLimit* new_limit, ResourceLimit* old_limit);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial int getrusage(int who, rusage* usage);

    /// <summary>The part of struct rusage that is wanted; 144 bytes.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 144)]
    internal struct rusage
    {
        internal long utime_sec;
        internal long utime_usec;
        internal long stime_sec;
        internal long stime_usec;
        internal long maxrss;
    }
}
