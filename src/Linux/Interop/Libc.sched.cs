using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>linux/sched.h</summary>
internal static partial class Libc
{
    internal const ulong CLONE_VM = 0x100;
    internal const ulong CLONE_PIDFD = 0x1000;
    internal const ulong CLONE_VFORK = 0x4000;
    internal const ulong CLONE_PARENT = 0x8000;
    internal const ulong CLONE_PARENT_SETTID = 0x100000;
    internal const ulong CLONE_CLEAR_SIGHAND = 0x100000000;
    internal const ulong CLONE_INTO_CGROUP = 0x200000000;

    /// <summary>Eleven words, CLONE_ARGS_SIZE_VER2. See clone3(2).</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct clone_args
    {
        internal ulong flags;
        internal ulong pidfd;
        internal ulong child_tid;
        internal ulong parent_tid;
        internal ulong exit_signal;
        internal ulong stack;
        internal ulong stack_size;
        internal ulong tls;
        internal ulong set_tid;
        internal ulong set_tid_size;
        internal ulong cgroup;
    }
}
