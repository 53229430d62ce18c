using System.Buffers.Binary;
using MessagePack;
using MessagePack.Formatters;

namespace Helios.Control;

/// <summary>One message on the wire: a length of four bytes, the highest first, then the MessagePack array <c>[id, more, descriptors, message]</c>.</summary>
/// <param name="Id">The request's number, chosen by the client; 0 in the welcome.</param>
/// <param name="More">Whether further replies to the same request follow.</param>
/// <param name="Descriptors">How many descriptors travel with the frame, attached to its first byte.</param>
/// <param name="Message">What is said.</param>
internal readonly record struct Frame<T>(long Id, bool More, int Descriptors, T Message)
    where T : class
{
    /// <summary>The bytes of the length.</summary>
    internal const int HeaderBytes = 4;

    private const int Elements = 4;

    /// <summary>Writes it, length and all.</summary>
    /// <param name="output">An empty one; reset when this throws.</param>
    /// <param name="formatter">Writes the message.</param>
    /// <param name="most">The largest body, in bytes.</param>
    /// <exception cref="ProtocolException">It is larger than <paramref name="most"/> bytes.</exception>
    internal void WriteTo(FrameWriter output, IMessagePackFormatter<T> formatter, int most)
    {
        try
        {
            output.GetSpan(HeaderBytes);
            output.Advance(HeaderBytes);
            MessagePackWriter writer = new(output);
            writer.WriteArrayHeader(Elements);
            writer.Write(Id);
            writer.Write(More);
            writer.Write(Descriptors);
            formatter.Serialize(ref writer, Message, ControlProtocol.Options);
            writer.Flush();
            int length = output.Written.Length - HeaderBytes;
            if (length > most)
            {
                throw new ProtocolException($"a message of {length} bytes is larger than {most}");
            }

            BinaryPrimitives.WriteUInt32BigEndian(output.Written, (uint)length);
        }
        catch
        {
            output.Reset();
            throw;
        }
    }

    /// <summary>Reads what followed the length.</summary>
    /// <exception cref="ProtocolException">It is not such an array.</exception>
    internal static Frame<T> Parse(ReadOnlyMemory<byte> body, IMessagePackFormatter<T> formatter)
    {
        try
        {
            MessagePackReader reader = new(body);
            if (reader.ReadArrayHeader() < Elements)
            {
                throw new ProtocolException($"a frame has {Elements} elements");
            }

            long id = reader.ReadInt64();
            bool more = reader.ReadBoolean();
            int descriptors = reader.ReadInt32();
            if (descriptors is < 0 or > ControlProtocol.MostDescriptors)
            {
                throw new ProtocolException($"a frame carries 0 to {ControlProtocol.MostDescriptors} descriptors, not {descriptors}");
            }

            return new Frame<T>(id, more, descriptors, formatter.Deserialize(ref reader, ControlProtocol.Options));
        }
#pragma warning disable CA1031 // Bytes of a liar: whatever a reader or a formatter throws at them, the answer is a refusal.
        catch (Exception error) when (error is not (ProtocolException or OutOfMemoryException))
#pragma warning restore CA1031
        {
            throw new ProtocolException($"not a message: {error.Message}", error);
        }
    }
}
