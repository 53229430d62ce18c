using System.Buffers.Binary;

namespace Helios.Linux.Tests;

/// <summary>The smallest static program: it exits with a code. Its exec costs next to nothing, so thousands of launches test the launcher.</summary>
internal static class TinyProgram
{
    private const int HeaderBytes = 64 + 56;
    private const long Base = 0x400000;

    internal static byte[] ExitingWith(byte code)
    {
        // mov edi, code; mov eax, 231 (exit_group); syscall
        byte[] text = [0xBF, code, 0, 0, 0, 0xB8, 231, 0, 0, 0, 0x0F, 0x05];
        byte[] file = new byte[HeaderBytes + text.Length];
        Span<byte> elf = file;
        "\u007fELF"u8.CopyTo(elf);
        elf[4] = 2; // 64 bits
        elf[5] = 1; // little endian
        elf[6] = 1; // version
        Short(16, 2); // executable
        Short(18, 62); // x86-64
        Int(20, 1);
        Long(24, Base + HeaderBytes); // entry
        Long(32, 64); // program headers
        Short(52, 64);
        Short(54, 56);
        Short(56, 1);
        Int(64, 1); // PT_LOAD
        Int(68, 5); // read, execute
        Long(80, Base);
        Long(88, Base);
        Long(96, file.Length);
        Long(104, file.Length);
        Long(112, 0x1000);
        text.CopyTo(file, HeaderBytes);
        return file;

        void Short(int at, short value) => BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(at), value);
        void Int(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        void Long(int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(at), value);
    }
}
