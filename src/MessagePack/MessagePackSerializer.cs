using System.Buffers;

namespace Helios.MessagePack;

/// <summary>Turns values into bytes and back with the formatters of the options.</summary>
/// <remarks>Bad input always ends in a <see cref="MessagePackSerializationException"/>; the cause is kept inside.</remarks>
public static class MessagePackSerializer
{
    private const int KeptScratchBytes = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_scratch;

    /// <summary>Used where no options are given; <see cref="MessagePackSerializerOptions.Standard"/> unless set once at the start.</summary>
    public static MessagePackSerializerOptions DefaultOptions { get; set; } = MessagePackSerializerOptions.Standard;

    /// <summary>Appends the value to <paramref name="writer"/>; allocates nothing itself.</summary>
    public static void Serialize<T>(IBufferWriter<byte> writer, T value, MessagePackSerializerOptions? options = null, CancellationToken cancellationToken = default)
    {
        MessagePackWriter output = new(writer) { CancellationToken = cancellationToken };
        Serialize(ref output, value, options);
        output.Flush();
    }

    /// <summary>The value in an array of its own.</summary>
    public static byte[] Serialize<T>(T value, MessagePackSerializerOptions? options = null, CancellationToken cancellationToken = default)
    {
        // Taken while in use, so that a formatter may serialize on its own in between.
        ArrayBufferWriter<byte> scratch = t_scratch ?? new ArrayBufferWriter<byte>(256);
        t_scratch = null;
        try
        {
            Serialize(scratch, value, options, cancellationToken);
            return scratch.WrittenSpan.ToArray();
        }
        finally
        {
            if (scratch.Capacity <= KeptScratchBytes)
            {
                scratch.ResetWrittenCount();
                t_scratch = scratch;
            }
        }
    }

    /// <summary>Writes the value; the caller flushes.</summary>
    public static void Serialize<T>(ref MessagePackWriter writer, T value, MessagePackSerializerOptions? options = null)
    {
        options ??= DefaultOptions;
        try
        {
            options.Resolver.GetFormatterWithVerify<T>().Serialize(ref writer, value, options);
        }
        catch (Exception error) when (error is not MessagePackSerializationException)
        {
            throw new MessagePackSerializationException($"a value of {typeof(T).Name} could not be written: {error.Message}", error);
        }
    }

    /// <summary>Reads one value from the start of <paramref name="buffer"/>; what follows it is ignored.</summary>
    public static T Deserialize<T>(ReadOnlyMemory<byte> buffer, MessagePackSerializerOptions? options = null, CancellationToken cancellationToken = default)
        => Deserialize<T>(buffer, options, out _, cancellationToken);

    /// <summary>Reads one value from the start of <paramref name="buffer"/> and says how long it was.</summary>
    public static T Deserialize<T>(ReadOnlyMemory<byte> buffer, out int bytesRead, CancellationToken cancellationToken = default)
        => Deserialize<T>(buffer, null, out bytesRead, cancellationToken);

    /// <summary>Reads one value from the start of <paramref name="buffer"/> and says how long it was.</summary>
    public static T Deserialize<T>(ReadOnlyMemory<byte> buffer, MessagePackSerializerOptions? options, out int bytesRead, CancellationToken cancellationToken = default)
    {
        MessagePackReader reader = new(buffer) { CancellationToken = cancellationToken };
        T value = Deserialize<T>(ref reader, options);
        bytesRead = (int)reader.Consumed;
        return value;
    }

    /// <summary>Reads one value from the start of <paramref name="byteSequence"/>; what follows it is ignored.</summary>
    public static T Deserialize<T>(in ReadOnlySequence<byte> byteSequence, MessagePackSerializerOptions? options = null, CancellationToken cancellationToken = default)
    {
        MessagePackReader reader = new(byteSequence) { CancellationToken = cancellationToken };
        return Deserialize<T>(ref reader, options);
    }

    /// <summary>Reads the next value.</summary>
    public static T Deserialize<T>(ref MessagePackReader reader, MessagePackSerializerOptions? options = null)
    {
        options ??= DefaultOptions;
        try
        {
            return options.Resolver.GetFormatterWithVerify<T>().Deserialize(ref reader, options);
        }
        catch (Exception error) when (error is not MessagePackSerializationException)
        {
            throw new MessagePackSerializationException($"no {typeof(T).Name} could be read: {error.Message}", error);
        }
    }
}
