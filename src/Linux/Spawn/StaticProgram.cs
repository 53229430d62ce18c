using System.Buffers.Binary;

namespace Helios.Linux;

/// <summary>Makes an executable of machine code alone: static, without interpreter, sections or data. See elf(5).</summary>
public static class StaticProgram
{
    private const ulong LoadAddress = 0x400000;
    private const int FileHeaderBytes = 64;
    private const int ProgramHeaderBytes = 56;

    /// <summary>One file header, one segment, the code, which is entered at its first byte.</summary>
    /// <param name="first">Position independent code.</param>
    /// <param name="second">More of it, directly behind.</param>
    public static byte[] Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        int start = FileHeaderBytes + ProgramHeaderBytes;
        byte[] file = new byte[start + first.Length + second.Length];
        Span<byte> header = file;
        new byte[] { 0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1 }.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[16..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[18..], 62);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteUInt64LittleEndian(header[24..], LoadAddress + (ulong)start);
        BinaryPrimitives.WriteUInt64LittleEndian(header[32..], FileHeaderBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(header[52..], FileHeaderBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(header[54..], ProgramHeaderBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(header[56..], 1);
        Span<byte> segment = header[FileHeaderBytes..];
        const uint loadable = 1;
        const uint readAndExecute = 5;
        BinaryPrimitives.WriteUInt32LittleEndian(segment, loadable);
        BinaryPrimitives.WriteUInt32LittleEndian(segment[4..], readAndExecute);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[16..], LoadAddress);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[24..], LoadAddress);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[32..], (ulong)file.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[40..], (ulong)file.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[48..], 0x1000);
        first.CopyTo(header[start..]);
        second.CopyTo(header[(start + first.Length)..]);
        return file;
    }
}
