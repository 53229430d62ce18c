using System.Buffers.Binary;

namespace Helios.Backends.SystemdRun.Gates;

/// <summary>The synchronization pipe's end inside the container: a program of a few hundred bytes that needs nothing of the root it runs in.</summary>
/// <remarks>
/// systemd starts the payload, so the payload cannot wait for this process by itself, and no tool of util-linux waits and then execs
/// without leaving a descriptor behind. Hence a program of our own, static, written into the container's private folder.
/// </remarks>
internal static partial class Gate
{
    /// <summary>What it writes once it waits.</summary>
    internal const byte Ready = (byte)'r';

    private const ulong LoadAddress = 0x400000;
    private const int FileHeaderBytes = 64;
    private const int ProgramHeaderBytes = 56;

    /// <summary>The whole executable: one file header, one segment, the code. See elf(5).</summary>
    internal static byte[] Executable()
    {
        int start = FileHeaderBytes + ProgramHeaderBytes;
        byte[] file = new byte[start + Code.Length];
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
        Code.CopyTo(header[start..]);
        return file;
    }
}
