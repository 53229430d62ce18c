using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Helios.Contracts;
using Helios.Isolation.Seccomp;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>Installs the system call filter.</summary>
internal sealed class SeccompFilter(ImmutableArray<BpfInstruction> program) : ChildStep
{
    internal override LaunchStep Describe() => Step(
        "seccomp", "install the default system call filter", ("profile", "default"),
        ("instructions", program.Length.ToString(CultureInfo.InvariantCulture)));

    internal override void Emit(ChildScript script)
    {
        SpawnScript raw = script.Script;

        // struct sock_fprog { unsigned short len; struct sock_filter *filter; }
        SpawnBuffer header = raw.Reserve(16);
        raw.SetBytes(header, 0, BitConverter.GetBytes((ushort)program.Length));
        raw.SetPointer(header, 8, raw.Bytes(MemoryMarshal.AsBytes(program.AsSpan())));
        script.Call("install the seccomp filter", Sys.seccomp, SeccompConstants.SECCOMP_SET_MODE_FILTER, 0, header);
    }
}
