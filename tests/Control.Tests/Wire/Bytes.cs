using System.Buffers;
using MessagePack;

namespace Helios.Control.Tests.Wire;

/// <summary>Encodes with a lambda, reads hexadecimal, and cuts bytes into segments.</summary>
internal static class Bytes
{
    internal delegate void Encode(ref MessagePackWriter writer);

    internal static byte[] Of(Encode encode)
    {
        ArrayBufferWriter<byte> output = new();
        MessagePackWriter writer = new(output);
        encode(ref writer);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    internal static string Hex(Encode encode) => Convert.ToHexStringLower(Of(encode));

    internal static byte[] FromHex(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    internal static MessagePackReader Reader(string hex) => new(FromHex(hex));

    internal static byte[] Repeat(byte value, int count)
    {
        byte[] bytes = new byte[count];
        bytes.AsSpan().Fill(value);
        return bytes;
    }

    /// <summary>Two segments that meet at <paramref name="at"/>.</summary>
    internal static ReadOnlySequence<byte> SplitAt(byte[] bytes, int at)
    {
        Segment first = new(bytes.AsMemory(0, at), null);
        Segment last = new(bytes.AsMemory(at), first);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    /// <summary>Every byte in a segment of its own, with an empty segment after each.</summary>
    internal static ReadOnlySequence<byte> Dust(byte[] bytes)
    {
        Segment first = new(default, null);
        Segment last = first;
        for (int i = 0; i < bytes.Length; i++)
        {
            last = new Segment(default, new Segment(bytes.AsMemory(i, 1), last));
        }

        return new ReadOnlySequence<byte>(first, 0, last, 0);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        internal Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            if (previous is not null)
            {
                RunningIndex = previous.RunningIndex + previous.Memory.Length;
                previous.Next = this;
            }
        }
    }
}
