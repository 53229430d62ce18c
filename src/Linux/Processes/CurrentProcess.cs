using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>What belongs to this whole process, for the program whose process it is: a library has no business here.</summary>
public static unsafe class CurrentProcess
{
    private const int PathBytes = 64 * 1024;
    private const int RUSAGE_SELF = 0;
    private const int RUSAGE_CHILDREN = -1;

    /// <summary>The process that started this one.</summary>
    public static int ParentId => Libc.getppid();

    /// <summary>See geteuid(2).</summary>
    public static uint EffectiveUserId => Libc.geteuid();

    /// <summary>See getegid(2).</summary>
    public static uint EffectiveGroupId => Libc.getegid();

    /// <summary>The working directory, without a NUL; null when it has been removed.</summary>
    public static byte[]? WorkingDirectory
    {
        get
        {
            byte[] buffer = new byte[PathBytes];
            fixed (byte* start = buffer)
            {
                return Libc.getcwd(start, PathBytes) == null ? null : buffer[..Array.IndexOf(buffer, (byte)0)];
            }
        }
    }

    /// <summary>Sets the file mode creation mask and returns the one before. See umask(2).</summary>
    public static int SetCreationMask(int mask) => (int)Libc.umask((uint)mask);

    /// <summary>Makes a directory the working directory. See fchdir(2).</summary>
    public static void ChangeDirectory(SafeFd directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        SyscallException.Check(Libc.fchdir(directory.Number), "fchdir");
    }

    /// <summary>A limit of this process. See prlimit(2).</summary>
    /// <param name="resource">Of <see cref="RlimitResources"/>.</param>
    public static ResourceLimit GetLimit(long resource)
    {
        ResourceLimit limit;
        SyscallException.Check((int)Libc.prlimit64((nint)Sys.prlimit64, 0, (nint)resource, null, &limit), "prlimit");
        return limit;
    }

    /// <summary>Sets a limit of this process; false with the reason when it may not.</summary>
    public static bool TrySetLimit(long resource, ResourceLimit limit, out Errno errno)
    {
        bool done = Libc.prlimit64((nint)Sys.prlimit64, 0, (nint)resource, &limit, null) == 0;
        errno = done ? Errno.None : (Errno)Marshal.GetLastPInvokeError();
        return done;
    }

    /// <summary>Processor time of this process and of the children that it has waited for. See getrusage(2).</summary>
    public static ProcessorTimes ProcessorTimes()
    {
        Libc.rusage own;
        Libc.rusage children;
        SyscallException.Check(Libc.getrusage(RUSAGE_SELF, &own), "getrusage");
        SyscallException.Check(Libc.getrusage(RUSAGE_CHILDREN, &children), "getrusage");
        return new ProcessorTimes(Span(own.utime_sec, own.utime_usec), Span(own.stime_sec, own.stime_usec), Span(children.utime_sec, children.utime_usec), Span(children.stime_sec, children.stime_usec));
    }

    /// <summary>The securebits, which children inherit. See capabilities(7).</summary>
    public static int SecureBits => (int)SyscallException.Check(Libc.prctl((nint)Sys.prctl, (nint)PrctlOptions.PR_GET_SECUREBITS, 0, 0, 0, 0), "prctl", "PR_GET_SECUREBITS");

    /// <summary>Leaves the session and its terminal. See setsid(2).</summary>
    public static void BeginSession() => SyscallException.Check((long)Libc.setsid((nint)Sys.setsid), "setsid");

    /// <summary>Makes a number mean what another descriptor means, and be inherited. See dup2(2).</summary>
    public static void InstallDescriptor(int source, int target)
    {
        if (source == target)
        {
            SyscallException.Check(Libc.fcntl(target, (int)FcntlCommands.F_SETFD, 0), "fcntl F_SETFD");
        }
        else
        {
            SyscallException.Check(Libc.dup3(source, target, 0), "dup3");
        }
    }

    /// <summary>Becomes another program. Returns only when it could not.</summary>
    /// <param name="path">Ends with a NUL.</param>
    /// <param name="arguments">Each with its NUL.</param>
    /// <param name="environment">Each with its NUL.</param>
    /// <returns>Why not.</returns>
    public static Errno Execute(byte[] path, IReadOnlyList<byte[]> arguments, IReadOnlyList<byte[]> environment)
    {
        ArgumentNullException.ThrowIfNull(path);
        using NativeStrings argv = new(arguments);
        using NativeStrings envp = new(environment);
        fixed (byte* name = path)
        {
            Libc.execve(name, argv.Start, envp.Start);
            return (Errno)Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>Ends at once, without the runtime's farewell.</summary>
    public static void Exit(int code) => Libc._exit(code);

    private static TimeSpan Span(long seconds, long microseconds) => TimeSpan.FromSeconds(seconds) + TimeSpan.FromMicroseconds(microseconds);

    private ref struct NativeStrings
    {
        private readonly int _count;

        internal NativeStrings(IReadOnlyList<byte[]> texts)
        {
            _count = texts.Count;
            Start = (byte**)NativeMemory.AllocZeroed((nuint)(_count + 1), (nuint)sizeof(byte*));
            for (int i = 0; i < _count; i++)
            {
                Start[i] = (byte*)NativeMemory.Alloc((nuint)texts[i].Length);
                texts[i].CopyTo(new Span<byte>(Start[i], texts[i].Length));
            }
        }

        internal byte** Start { get; }

        public readonly void Dispose()
        {
            for (int i = 0; i < _count; i++)
            {
                NativeMemory.Free(Start[i]);
            }

            NativeMemory.Free(Start);
        }
    }
}
