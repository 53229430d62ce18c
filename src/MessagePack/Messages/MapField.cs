using System.Buffers;
using System.Globalization;
using System.Text;

namespace Helios.MessagePack.Messages;

/// <summary>One field of a message: its key on the wire and how its value is written and read.</summary>
public sealed class MapField<T, TDraft>
    where T : class
    where TDraft : struct
{
    private const int LongestName = 31;

    private readonly WriteField<T> _write;
    private readonly ReadField<TDraft> _read;

    // The key as it stands in the output, and as it is compared in the input.
    private readonly byte[] _encoded;
    private readonly byte[]? _name;
    private readonly int _number;

    /// <summary>A field with a number for a key: one byte up to 127.</summary>
    public MapField(int key, WriteField<T> write, ReadField<TDraft> read)
        : this(write, read)
    {
        _number = key;
        Key = key.ToString(CultureInfo.InvariantCulture);
        _encoded = Encode((ref writer) => writer.Write(key));
    }

    /// <summary>A field with a name for a key, of 31 bytes at most.</summary>
    /// <exception cref="ArgumentException">The name is longer.</exception>
    public MapField(string key, WriteField<T> write, ReadField<TDraft> read)
        : this(write, read)
    {
        _name = Encoding.UTF8.GetBytes(key);
        if (_name.Length > LongestName)
        {
            throw new ArgumentException($"'{key}' is longer than {LongestName} bytes", nameof(key));
        }

        Key = key;
        _encoded = Encode((ref writer) => writer.WriteString(_name));
    }

    private MapField(WriteField<T> write, ReadField<TDraft> read)
    {
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(read);
        _write = write;
        _read = read;
        _encoded = [];
        Key = "";
    }

    private delegate void WriteKey(ref MessagePackWriter writer);

    /// <summary>The key, as error messages name it.</summary>
    public string Key { get; }

    internal bool IsNamed(ReadOnlySpan<byte> name) => _name is not null && name.SequenceEqual(_name);

    internal bool IsNumbered(long number) => _name is null && number == _number;

    internal bool HasKeyOf(MapField<T, TDraft> other) => _encoded.AsSpan().SequenceEqual(other._encoded);

    internal void Write(ref MessagePackWriter writer, T message, MessagePackSerializerOptions options)
    {
        writer.WriteRaw(_encoded);
        _write(ref writer, message, options);
    }

    internal void Read(ref MessagePackReader reader, ref TDraft draft, MessagePackSerializerOptions options)
    {
        try
        {
            _read(ref reader, ref draft, options);
        }
        catch (MessagePackSerializationException error)
        {
            throw new MessagePackSerializationException($"{typeof(T).Name}.{Key}: {error.Message}", error);
        }
    }

    private static byte[] Encode(WriteKey write)
    {
        ArrayBufferWriter<byte> output = new();
        MessagePackWriter writer = new(output);
        write(ref writer);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }
}
