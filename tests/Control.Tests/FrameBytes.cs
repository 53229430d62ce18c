using System.Buffers;
using MessagePack.Formatters;

namespace Helios.Control.Tests;

/// <summary>Frames as arrays, for tests that send them by hand.</summary>
internal static class FrameBytes
{
    internal static byte[] ToBytes<T>(this Frame<T> frame, IMessagePackFormatter<T> formatter, int most)
        where T : class
    {
        using FrameWriter output = new(MemoryPool<byte>.Shared);
        frame.WriteTo(output, formatter, most);
        return output.Written.ToArray();
    }
}
