using System.Buffers.Binary;
using Helios.Linux;

namespace Helios.Forktop;

/// <summary>The calls that change what a process is or may do, and the seccomp filter that stops at them and at nothing else.</summary>
internal static class WatchedCalls
{
    private const ushort LoadWord = 0x20;
    private const ushort JumpEqual = 0x15;
    private const ushort Return = 0x06;
    private const int NumberOffset = 0;
    private const int ArchitectureOffset = 4;
    private const int FirstArgumentOffset = 16;

    private static readonly (Sys X64, int I386, CallKind Kind)[] s_calls =
    [
        (Sys.execve, 11, CallKind.Exec), (Sys.execveat, 358, CallKind.Exec),
        (Sys.setuid, 213, CallKind.Credentials), (Sys.setgid, 214, CallKind.Credentials), (Sys.setreuid, 203, CallKind.Credentials),
        (Sys.setregid, 204, CallKind.Credentials), (Sys.setgroups, 206, CallKind.Credentials), (Sys.setresuid, 208, CallKind.Credentials),
        (Sys.setresgid, 210, CallKind.Credentials), (Sys.setfsuid, 215, CallKind.Credentials), (Sys.setfsgid, 216, CallKind.Credentials),
        (Sys.capset, 185, CallKind.Credentials),
        (Sys.unshare, 310, CallKind.Namespaces), (Sys.setns, 346, CallKind.Namespaces),
        (Sys.seccomp, 354, CallKind.Seccomp),
        (Sys.chroot, 61, CallKind.Root), (Sys.pivot_root, 217, CallKind.Root),
        (Sys.mount, 21, CallKind.Mounts), (Sys.umount2, 52, CallKind.Mounts), (Sys.move_mount, 429, CallKind.Mounts),
        (Sys.setsid, 66, CallKind.Session), (Sys.ptrace, 26, CallKind.Ptrace),
    ];

    // i386 also has the 16-bit calls of old programs.
    private static readonly (int I386, CallKind Kind)[] s_old =
    [
        (23, CallKind.Credentials), (46, CallKind.Credentials), (70, CallKind.Credentials), (71, CallKind.Credentials), (81, CallKind.Credentials),
        (164, CallKind.Credentials), (170, CallKind.Credentials), (138, CallKind.Credentials), (139, CallKind.Credentials),
    ];

    private static readonly (long Option, CallKind Kind)[] s_options =
    [
        (PrctlOptions.PR_SET_SECCOMP, CallKind.Seccomp), (PrctlOptions.PR_CAPBSET_DROP, CallKind.Credentials),
        (PrctlOptions.PR_SET_SECUREBITS, CallKind.Credentials), (PrctlOptions.PR_SET_NO_NEW_PRIVS, CallKind.Credentials),
        (PrctlOptions.PR_CAP_AMBIENT, CallKind.Credentials), (PrctlOptions.PR_SET_KEEPCAPS, CallKind.Credentials),
    ];

    private const int I386Prctl = 172;

    /// <summary>What a call is about; <see cref="CallKind.None"/> for one that is not watched.</summary>
    /// <param name="architecture">AUDIT_ARCH_*.</param>
    /// <param name="number">The call.</param>
    /// <param name="first">Its first argument.</param>
    internal static CallKind KindOf(uint architecture, long number, ulong first)
    {
        bool x64 = architecture == TracedCall.X64;
        if (number == (x64 ? (long)Sys.prctl : I386Prctl))
        {
            return Array.Find(s_options, row => row.Option == (long)(uint)first).Kind;
        }

        return x64 ? Array.Find(s_calls, row => (long)row.X64 == number).Kind
            : Array.Find(s_calls, row => row.I386 == number) is { Kind: not CallKind.None } known ? known.Kind
            : Array.Find(s_old, row => row.I386 == number).Kind;
    }

    /// <summary>The filter as classic BPF: SECCOMP_RET_TRACE with the kind for watched calls, else SECCOMP_RET_ALLOW.</summary>
    internal static byte[] Filter()
    {
        List<ulong> program = [];
        program.Add(Instruction(LoadWord, 0, 0, ArchitectureOffset));

        // Each architecture's block ends with a return, so the other's is reached only by its own jump.
        List<ulong> x64 = Block([.. s_calls.Select(static row => ((long)row.X64, row.Kind))], (long)Sys.prctl);
        List<ulong> i386 = Block([.. s_calls.Select(static row => ((long)row.I386, row.Kind)), .. s_old.Select(static row => ((long)row.I386, row.Kind))], I386Prctl);
        program.Add(Instruction(JumpEqual, 0, (byte)x64.Count, TracedCall.X64));
        program.AddRange(x64);
        program.Add(Instruction(JumpEqual, 1, 0, TracedCall.I386));
        program.Add(Instruction(Return, 0, 0, (uint)SeccompConstants.SECCOMP_RET_ALLOW));
        program.AddRange(i386);
        byte[] bytes = new byte[program.Count * 8];
        for (int i = 0; i < program.Count; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * 8), program[i]);
        }

        return bytes;
    }

    /// <summary>Appends the installation of the filter to a script; what the script does after it is traced.</summary>
    /// <param name="script">The script.</param>
    /// <param name="privileged">Whether the caller has CAP_SYS_ADMIN; without it no_new_privs is needed. See seccomp(2).</param>
    internal static void AppendTo(SpawnScript script, bool privileged)
    {
        if (!privileged)
        {
            script.Call("no new privileges", Sys.prctl, SpawnArgument.Named(PrctlOptions.PR_SET_NO_NEW_PRIVS, "PR_SET_NO_NEW_PRIVS"), 1, 0, 0, 0);
        }

        AppendFilter(script, "stop at the calls that forktop watches", Filter());
    }

    /// <summary>Appends the installation of any filter.</summary>
    internal static void AppendFilter(SpawnScript script, string label, byte[] filter)
    {
        SpawnArgument program = script.Bytes(filter);
        SpawnBuffer descriptor = script.Reserve(16);
        script.SetBytes(descriptor, 0, BitConverter.GetBytes((ushort)(filter.Length / 8)));
        script.SetPointer(descriptor, 8, program);
        script.Call(label, Sys.seccomp, SpawnArgument.Named(SeccompConstants.SECCOMP_SET_MODE_FILTER, "SECCOMP_SET_MODE_FILTER"), 0, descriptor);
    }

    private static List<ulong> Block((long Number, CallKind Kind)[] calls, int prctl)
        => Block(calls, (long)prctl);

    private static List<ulong> Block((long Number, CallKind Kind)[] calls, long prctl)
    {
        List<ulong> block = [Instruction(LoadWord, 0, 0, NumberOffset)];
        foreach ((long number, CallKind kind) in calls)
        {
            block.Add(Instruction(JumpEqual, 0, 1, (uint)number));
            block.Add(Instruction(Return, 0, 0, Trace(kind)));
        }

        block.Add(Instruction(JumpEqual, 1, 0, (uint)prctl));
        block.Add(Instruction(Return, 0, 0, (uint)SeccompConstants.SECCOMP_RET_ALLOW));
        block.Add(Instruction(LoadWord, 0, 0, FirstArgumentOffset));
        foreach ((long option, CallKind kind) in s_options)
        {
            block.Add(Instruction(JumpEqual, 0, 1, (uint)option));
            block.Add(Instruction(Return, 0, 0, Trace(kind)));
        }

        block.Add(Instruction(Return, 0, 0, (uint)SeccompConstants.SECCOMP_RET_ALLOW));
        return block;
    }

    private static uint Trace(CallKind kind) => (uint)SeccompConstants.SECCOMP_RET_TRACE | (uint)kind;

    // struct sock_filter: code, two jump distances, a constant.
    private static ulong Instruction(ushort code, byte jumpTrue, byte jumpFalse, uint constant)
        => code | ((ulong)jumpTrue << 16) | ((ulong)jumpFalse << 24) | ((ulong)constant << 32);
}
