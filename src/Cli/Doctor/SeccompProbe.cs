using System.Buffers.Binary;
using Helios.Linux;

namespace Helios.Cli;

/// <summary>Whether a seccomp filter can be set and is obeyed: one that refuses getppid, and then that call.</summary>
internal sealed class SeccompProbe(ProbeChild child) : Probe
{
    private const int FilterBytes = 8;

    /// <inheritdoc/>
    internal override string Area => "Rights";

    /// <inheritdoc/>
    internal override string Name => "seccomp";

    /// <inheritdoc/>
    internal override bool NeededByRun => true;

    /// <inheritdoc/>
    internal override Finding Try()
    {
        string? failure = child.Try(CloneFlags.None, static script =>
        {
            script.Call("no new privileges", Sys.prctl, PrctlOptions.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
            SpawnArgument filter = script.Bytes(Filter());
            SpawnBuffer program = script.Reserve(16);
            script.SetBytes(program, 0, [4, 0]);
            script.SetPointer(program, 8, filter);
            script.Call("seccomp filter", Sys.seccomp, SeccompConstants.SECCOMP_SET_MODE_FILTER, 0, program);

            // The number that getppid can never be: only the filter's EPERM passes.
            script.Call("a call that the filter forbids", new SpawnRule { ToleratedErrno = Errno.EPERM, RequiredResult = -1 }, Sys.getppid);
        });
        return failure is null
            ? Finding.Ok("set a filter and had a call refused by it")
            : Finding.Lacks(failure, "boot a kernel with CONFIG_SECCOMP_FILTER=y; meanwhile use --security-opt seccomp=unconfined");
    }

    // ld [nr]; jeq getppid, 0, 1; ret ERRNO|EPERM; ret ALLOW. See linux/filter.h.
    private static byte[] Filter()
    {
        byte[] program = new byte[4 * FilterBytes];
        Write(0, 0x20, 0, 0, 0);
        Write(1, 0x15, 0, 1, (uint)Sys.getppid);
        Write(2, 0x06, 0, 0, (uint)(SeccompConstants.SECCOMP_RET_ERRNO | (long)Errno.EPERM));
        Write(3, 0x06, 0, 0, (uint)SeccompConstants.SECCOMP_RET_ALLOW);
        return program;

        void Write(int index, ushort code, byte whenTrue, byte whenFalse, uint operand)
        {
            Span<byte> entry = program.AsSpan(index * FilterBytes, FilterBytes);
            BinaryPrimitives.WriteUInt16LittleEndian(entry, code);
            entry[2] = whenTrue;
            entry[3] = whenFalse;
            BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], operand);
        }
    }
}
