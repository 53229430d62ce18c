using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using MessagePack;

namespace Helios.Supervisor;

/// <summary>What is around a record in its file: MessagePack <c>["helios-state", version, generation, checksum, record]</c>.</summary>
/// <remarks>
/// The version changes only when an older reader would misunderstand; fields are added without it. Of several generations the highest whole one counts.
/// The checksum is CRC-32C over the generation and the record: against half-written files, not against people.
/// </remarks>
internal static class RecordEnvelope
{
    internal const int Version = 1;

    private const string Magic = "helios-state";
    private const int Parts = 5;

    internal static byte[] Close(long generation, ReadOnlySpan<byte> record)
    {
        ArrayBufferWriter<byte> bytes = new(record.Length + 64);
        MessagePackWriter writer = new(bytes);
        writer.WriteArrayHeader(Parts);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(generation);
        writer.Write(Checksum(generation, record));
        writer.Write(record);
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    /// <exception cref="FormatException">It is damaged, or of a version that cannot be read; one clause.</exception>
    internal static (long Generation, byte[] Record) Open(ReadOnlyMemory<byte> file)
    {
        try
        {
            MessagePackReader reader = new(file);
            int parts = reader.ReadArrayHeader();
            if (parts != Parts || reader.ReadString() != Magic)
            {
                throw new FormatException("is not a record of helios");
            }

            int version = reader.ReadInt32();
            if (version != Version)
            {
                throw new FormatException(
                    version > Version ? $"was written by a newer helios (format {version}, this one reads {Version})" : $"has the format {version}, which this helios no longer reads");
            }

            long generation = reader.ReadInt64();
            uint checksum = reader.ReadUInt32();
            byte[] record = reader.ReadBytes() is { } bytes ? bytes.ToArray() : [];
            return checksum == Checksum(generation, record) ? (generation, record) : throw new FormatException("is damaged: its checksum is wrong");
        }
        catch (Exception fault) when (fault is MessagePackSerializationException or EndOfStreamException or OverflowException)
        {
            throw new FormatException(file.IsEmpty ? "is empty" : "is damaged: it ends too early or is no MessagePack");
        }
    }

    private static uint Checksum(long generation, ReadOnlySpan<byte> record)
    {
        uint sum = BitOperations.Crc32C(uint.MaxValue, (ulong)generation);
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(record);
        foreach (ulong word in words)
        {
            sum = BitOperations.Crc32C(sum, word);
        }

        foreach (byte rest in record[(words.Length * sizeof(ulong))..])
        {
            sum = BitOperations.Crc32C(sum, rest);
        }

        return ~sum;
    }
}
