using System.Collections.Immutable;
using Helios.Isolation.Seccomp;

namespace Helios.Isolation.Tests.Seccomp;

/// <summary>Runs a classic BPF program over an invented <c>struct seccomp_data</c>, as the kernel would.</summary>
internal static class BpfMachine
{
    internal const uint X64 = 0xC000003E;

    internal static uint Run(ImmutableArray<BpfInstruction> program, uint number, uint architecture = X64, params ReadOnlySpan<ulong> arguments)
    {
        byte[] data = new byte[64];
        BitConverter.TryWriteBytes(data, number);
        BitConverter.TryWriteBytes(data.AsSpan(4), architecture);
        for (int i = 0; i < arguments.Length; i++)
        {
            BitConverter.TryWriteBytes(data.AsSpan(16 + (i * 8)), arguments[i]);
        }

        uint accumulator = 0;
        for (int counter = 0; ; counter++)
        {
            BpfInstruction instruction = program[counter];
            switch (instruction.Code)
            {
                case 0x20:
                    accumulator = BitConverter.ToUInt32(data, (int)instruction.Constant);
                    break;
                case 0x05:
                    counter += (int)instruction.Constant;
                    break;
                case 0x15:
                    counter += accumulator == instruction.Constant ? instruction.JumpTrue : instruction.JumpFalse;
                    break;
                case 0x35:
                    counter += accumulator >= instruction.Constant ? instruction.JumpTrue : instruction.JumpFalse;
                    break;
                case 0x45:
                    counter += (accumulator & instruction.Constant) != 0 ? instruction.JumpTrue : instruction.JumpFalse;
                    break;
                case 0x06:
                    return instruction.Constant;
                default:
                    throw new InvalidOperationException($"no such instruction: {instruction}");
            }
        }
    }
}
