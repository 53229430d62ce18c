using System.Runtime.InteropServices;

namespace Helios.Isolation.Seccomp;

/// <summary>One instruction of classic BPF: <c>struct sock_filter</c>. See seccomp(2).</summary>
/// <param name="Code">Operation.</param>
/// <param name="JumpTrue">How many instructions to skip when the test holds.</param>
/// <param name="JumpFalse">How many to skip when it does not.</param>
/// <param name="Constant">Operand.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct BpfInstruction(ushort Code, byte JumpTrue, byte JumpFalse, uint Constant)
{
    private const ushort LoadWordAbsolute = 0x20;
    private const ushort JumpAlways = 0x05;
    private const ushort JumpIfEqual = 0x15;
    private const ushort JumpIfGreaterOrEqual = 0x35;
    private const ushort JumpIfAnySet = 0x45;
    private const ushort ReturnConstant = 0x06;

    /// <summary>Loads the 32-bit word at an offset of <c>struct seccomp_data</c>.</summary>
    public static BpfInstruction Load(uint offset) => new(LoadWordAbsolute, 0, 0, offset);

    /// <summary>Skips <paramref name="count"/> instructions.</summary>
    public static BpfInstruction Jump(int count) => new(JumpAlways, 0, 0, (uint)count);

    /// <summary>Tests for equality.</summary>
    public static BpfInstruction Equal(uint value, int onTrue, int onFalse) => new(JumpIfEqual, checked((byte)onTrue), checked((byte)onFalse), value);

    /// <summary>Tests for at least.</summary>
    public static BpfInstruction AtLeast(uint value, int onTrue, int onFalse) => new(JumpIfGreaterOrEqual, checked((byte)onTrue), checked((byte)onFalse), value);

    /// <summary>Tests for any common bit.</summary>
    public static BpfInstruction AnySet(uint bits, int onTrue, int onFalse) => new(JumpIfAnySet, checked((byte)onTrue), checked((byte)onFalse), bits);

    /// <summary>Ends with an action.</summary>
    public static BpfInstruction Return(uint action) => new(ReturnConstant, 0, 0, action);
}
