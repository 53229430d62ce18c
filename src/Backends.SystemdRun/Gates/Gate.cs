using System.Buffers.Binary;
using Helios.Linux;

namespace Helios.Backends.SystemdRun.Gates;

/// <summary>The main process of a unit and the payload's parent: a program of less than a kilobyte that needs nothing of the root it runs in.</summary>
/// <remarks>
/// systemd starts the payload, so it cannot be a child of ours that waits for us, and no tool of util-linux waits and then goes on as it is
/// told. Hence a program of our own, static, in the container's private folder: it waits, and then has a child of its own walk a spawn script, as a child of ours would.
/// </remarks>
internal static partial class Gate
{
    /// <summary>The number at which it has the first of the script's own descriptors; the socket and the script's file come before.</summary>
    internal const int FirstOfScript = 5;

    private const ulong LoadAddress = 0x400000;
    private const int FileHeaderBytes = 64;
    private const int ProgramHeaderBytes = 56;

    /// <summary>The whole executable: one file header, one segment, the code. See elf(5).</summary>
    internal static byte[] Executable()
    {
        int start = FileHeaderBytes + ProgramHeaderBytes;
        ReadOnlySpan<byte> walker = SharedScript.Walker;
        byte[] file = new byte[start + Waiting.Length + walker.Length];
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
        Waiting.CopyTo(header[start..]);
        walker.CopyTo(header[(start + Waiting.Length)..]);
        return file;
    }
}
