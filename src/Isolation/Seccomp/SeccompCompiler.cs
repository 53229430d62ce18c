using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Helios.Contracts;
using Helios.Isolation.Capabilities;
using Helios.Linux;

namespace Helios.Isolation.Seccomp;

/// <summary>Compiles the built-in profile to classic BPF for x86-64.</summary>
/// <remarks>
/// The program checks the architecture, refuses the x32 numbers, then finds the call's action by binary search over runs of equal actions.
/// A call that is judged by an argument has its own small block. Constant answers are cached by the kernel, so an allowed call costs nothing.
/// </remarks>
public static class SeccompCompiler
{
    private const uint AuditArchX64 = 0xC000003E;
    private const uint X32Bit = 0x40000000;
    private const uint NumberOffset = 0;
    private const uint ArchitectureOffset = 4;
    private const uint ArgumentsOffset = 16;

    // Above every number that has been given out; what lies beyond is unknown by definition.
    private const uint SyscallNumberLimit = 512;

    // CLONE_NEWTIME shares its bit with the exit signal in clone(2), so it cannot be asked for there.
    private const uint NewNamespaceFlags = 0x7E020000;
    private const uint NewTimeFlag = 0x80;
    private const uint TiocSti = 0x5412;
    private const uint TiocLinux = 0x541C;
    private const uint PersonalityQuery = 0xFFFFFFFF;

    /// <summary>The filter for a container that keeps <paramref name="kept"/>.</summary>
    /// <param name="kept">Its capabilities.</param>
    /// <param name="leftOut">What a test has it go without.</param>
    public static ImmutableArray<BpfInstruction> Compile(CapabilitySet kept, Fence leftOut = Fence.None)
    {
        List<Run> runs = Runs(kept, leftOut);
        List<BpfInstruction> program =
        [
            BpfInstruction.Load(ArchitectureOffset),
            BpfInstruction.Equal(AuditArchX64, 1, 0),
            BpfInstruction.Return(SeccompAction.KillProcess),
            BpfInstruction.Load(NumberOffset),
            BpfInstruction.AtLeast(X32Bit, 0, 1),
            BpfInstruction.Return(SeccompAction.Fail(Errno.ENOSYS)),
        ];
        Emit(program, CollectionsMarshal.AsSpan(runs));
        return [.. program];
    }

    private static List<Run> Runs(CapabilitySet kept, Fence leftOut)
    {
        uint unknown = SeccompAction.Fail(Errno.ENOSYS);
        List<Run> runs = [];
        for (int number = 0; number < SyscallNumberLimit; number++)
        {
            string name = ((Sys)number).Name();
            ImmutableArray<BpfInstruction> body = name.StartsWith("syscall_", StringComparison.Ordinal) ? [BpfInstruction.Return(unknown)] : Body(name, kept, leftOut);
            if (runs.Count == 0 || !runs[^1].Body.AsSpan().SequenceEqual(body.AsSpan()))
            {
                runs.Add(new Run((uint)number, body));
            }
        }

        runs.Add(new Run(SyscallNumberLimit, [BpfInstruction.Return(unknown)]));
        return runs;
    }

    // clone3 hides its flags behind a pointer, which a filter cannot follow; C libraries fall back to clone on ENOSYS.
    private static ImmutableArray<BpfInstruction> Body(string name, CapabilitySet kept, Fence leftOut) => name switch
    {
        "clone" when !kept.Has(Capability.SYS_ADMIN) => DenyIf(0, BpfInstruction.AnySet(NewNamespaceFlags, 0, 1), Errno.EPERM),
        "clone3" when !kept.Has(Capability.SYS_ADMIN) => [BpfInstruction.Return(SeccompAction.Fail(Errno.ENOSYS))],
        "ioctl" => DenyIfEither(1, TiocSti, TiocLinux),
        "unshare" when !kept.Has(Capability.SYS_ADMIN) => DenyIf(0, BpfInstruction.AnySet(NewNamespaceFlags | NewTimeFlag, 0, 1), Errno.EPERM),
        "personality" => AllowOnly(0, Errno.EPERM, [0, 8, 0x20000, 0x20008, PersonalityQuery]),

        // As a kernel without these protocols would say.
        "socket" or "socketpair" when !leftOut.HasFlag(Fence.SocketFamilies) => AllowOnly(0, Errno.EAFNOSUPPORT, [.. SeccompProfileRules.FamiliesOf(kept)]),
        _ => [BpfInstruction.Return(SeccompProfileRules.ActionOf(name, kept))],
    };

    private static ImmutableArray<BpfInstruction> DenyIf(uint argument, BpfInstruction test, Errno errno) =>
    [
        BpfInstruction.Load(ArgumentsOffset + (argument * 8)),
        test,
        BpfInstruction.Return(SeccompAction.Fail(errno)),
        BpfInstruction.Return(SeccompAction.Allow),
    ];

    private static ImmutableArray<BpfInstruction> DenyIfEither(uint argument, uint first, uint second) =>
    [
        BpfInstruction.Load(ArgumentsOffset + (argument * 8)),
        BpfInstruction.Equal(first, 1, 0),
        BpfInstruction.Equal(second, 0, 1),
        BpfInstruction.Return(SeccompAction.Fail(Errno.EPERM)),
        BpfInstruction.Return(SeccompAction.Allow),
    ];

    private static ImmutableArray<BpfInstruction> AllowOnly(uint argument, Errno otherwise, ReadOnlySpan<uint> values)
    {
        ImmutableArray<BpfInstruction>.Builder body = ImmutableArray.CreateBuilder<BpfInstruction>();
        body.Add(BpfInstruction.Load(ArgumentsOffset + (argument * 8)));
        for (int i = 0; i < values.Length; i++)
        {
            body.Add(BpfInstruction.Equal(values[i], values.Length - i, 0));
        }

        body.Add(BpfInstruction.Return(SeccompAction.Fail(otherwise)));
        body.Add(BpfInstruction.Return(SeccompAction.Allow));
        return body.DrainToImmutable();
    }

    private static void Emit(List<BpfInstruction> program, ReadOnlySpan<Run> runs)
    {
        if (runs.Length == 1)
        {
            program.AddRange(runs[0].Body);
            return;
        }

        int middle = runs.Length / 2;
        int test = program.Count;
        program.Add(default);
        program.Add(default);
        Emit(program, runs[..middle]);

        // A conditional jump reaches 255 instructions; the unconditional one behind it reaches any distance.
        program[test] = BpfInstruction.AtLeast(runs[middle].First, 0, 1);
        program[test + 1] = BpfInstruction.Jump(program.Count - test - 2);
        Emit(program, runs[middle..]);
    }

    private readonly record struct Run(uint First, ImmutableArray<BpfInstruction> Body);
}
