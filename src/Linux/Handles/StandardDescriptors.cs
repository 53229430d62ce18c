using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>Descriptors 0, 1 and 2 are what the caller gave, or /dev/null; never a file that the runtime has opened there.</summary>
/// <remarks>
/// <para>Started with one of them closed, a program gets the first files that anybody opens in its place: the runtime's own, before <c>Main</c>. Whoever then
/// passes descriptor 0 on gives a container the runtime's /dev/urandom for its standard input.</para>
/// <para>What came through execve has no FD_CLOEXEC, since one that has it is closed there; the runtime sets it on all it opens. So the flag tells the two
/// apart, whatever is open. What was not inherited cannot be replaced under the runtime, which goes on using the number: the process fills the
/// three with /dev/null and becomes itself anew, with the same arguments and variables.</para>
/// </remarks>
public static class StandardDescriptors
{
    private const int Count = 3;

    /// <summary>To be called first in <c>Main</c>. Returns when all three are inherited; else it does not return.</summary>
    /// <exception cref="SyscallException">One is not, and the program cannot be started anew.</exception>
    public static void EnsureInherited()
    {
        Span<bool> inherited = stackalloc bool[Count];
        bool all = true;
        for (int fd = 0; fd < Count; fd++)
        {
            all &= inherited[fd] = IsInherited(fd);
        }

        if (!all)
        {
            StartAnew(inherited);
        }
    }

    private static bool IsInherited(int fd) => Libc.fcntl(fd, (int)FcntlCommands.F_GETFD, 0) is >= 0 and int flags && (flags & FcntlCommands.FD_CLOEXEC) == 0;

    private static void StartAnew(ReadOnlySpan<bool> inherited)
    {
        // Read before anything is replaced: they are opened at the lowest free number, which may be one of the three.
        using CStrings arguments = CStrings.Split(KernelFile.ReadBytes("/proc/self/cmdline"));
        using CStrings variables = CStrings.Split(KernelFile.ReadBytes("/proc/self/environ"));
        int nothing = Opening.At((int)OpenFlags.AT_FDCWD, "/dev/null", OpenFlags.O_RDWR);
        for (int fd = 0; fd < Count; fd++)
        {
            // dup2 leaves a descriptor that is its own copy as it was, with its flag.
            int result = inherited[fd] ? fd : fd == nothing ? Libc.fcntl(fd, (int)FcntlCommands.F_SETFD, 0) : Libc.dup2(nothing, fd);
            SyscallException.Check(result, "dup2", $"descriptor {fd}");
        }

        unsafe
        {
            fixed (byte* self = "/proc/self/exe\0"u8)
            {
                Libc.execve(self, arguments.Pointers, variables.Pointers);
            }
        }

        SyscallException.ThrowLast("execve", "/proc/self/exe");
    }

    /// <summary>An array of C's for execve, from strings with a NUL after each.</summary>
    private sealed unsafe class CStrings : IDisposable
    {
        private readonly byte* _text;

        private CStrings(byte* text, byte** pointers)
        {
            _text = text;
            Pointers = pointers;
        }

        internal byte** Pointers { get; }

        internal static CStrings Split(ReadOnlySpan<byte> text)
        {
            byte* copy = (byte*)NativeMemory.Alloc((nuint)text.Length + 1);
            text.CopyTo(new Span<byte>(copy, text.Length));
            byte** pointers = (byte**)NativeMemory.AllocZeroed((nuint)text.Count((byte)0) + 1, (nuint)sizeof(byte*));
            int count = 0;
            for (int start = 0; text[start..].IndexOf((byte)0) is >= 0 and int length; start += length + 1)
            {
                pointers[count++] = copy + start;
            }

            return new CStrings(copy, pointers);
        }

        public void Dispose()
        {
            NativeMemory.Free(_text);
            NativeMemory.Free(Pointers);
        }
    }
}
