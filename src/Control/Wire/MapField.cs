using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using MessagePack;

namespace Helios.Control;

/// <summary>One field of a message: its key on the wire and how its value is written and read.</summary>
internal sealed class MapField<T, TDraft>
    where T : class
    where TDraft : struct
{
    private const int LongestName = 31;

    private readonly WriteField<T> _write;
    private readonly ReadField<TDraft> _read;

    // The key as it stands in the output, and as it is compared in the input.
    private readonly byte[] _encoded;
    private readonly ulong _encodedWord;
    private readonly byte[]? _name;
    private readonly int _number;

    /// <summary>A field with a number for a key: one byte up to 127.</summary>
    public MapField(int key, WriteField<T> write, ReadField<TDraft> read)
        : this(key.ToString(CultureInfo.InvariantCulture), null, key, write, read)
    {
    }

    /// <summary>A field with a name for a key, of 31 bytes at most.</summary>
    /// <exception cref="ArgumentException">The name is longer.</exception>
    public MapField(string key, WriteField<T> write, ReadField<TDraft> read)
        : this(key, Encoding.UTF8.GetBytes(key), 0, write, read)
    {
        if (_name!.Length > LongestName)
        {
            throw new ArgumentException($"'{key}' is longer than {LongestName} bytes", nameof(key));
        }
    }

    private MapField(string key, byte[]? name, int number, WriteField<T> write, ReadField<TDraft> read)
    {
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(read);
        Key = key;
        _name = name;
        _number = number;
        _write = write;
        _read = read;
        _encoded = Encode(name, number);
        if (_encoded.Length <= sizeof(ulong))
        {
            Span<byte> word = stackalloc byte[sizeof(ulong)];
            _encoded.CopyTo(word);
            _encodedWord = BinaryPrimitives.ReadUInt64LittleEndian(word);
        }
    }

    /// <summary>The key, as error messages name it.</summary>
    public string Key { get; }

    internal bool IsNamed(ReadOnlySpan<byte> name) => _name is not null && name.SequenceEqual(_name);

    internal bool IsNumbered(long number) => _name is null && number == _number;

    internal bool HasKeyOf(MapField<T, TDraft> other) => _encoded.AsSpan().SequenceEqual(other._encoded);

    internal void Write(ref MessagePackWriter writer, T message, MessagePackSerializerOptions options)
    {
        if (_encoded.Length <= sizeof(ulong))
        {
            // One store instead of a copy in a loop; only the bytes of the key are kept.
            BinaryPrimitives.WriteUInt64LittleEndian(writer.GetSpan(sizeof(ulong)), _encodedWord);
            writer.Advance(_encoded.Length);
        }
        else
        {
            writer.WriteRaw(_encoded);
        }

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
        catch (OverflowException error)
        {
            throw new MessagePackSerializationException($"{typeof(T).Name}.{Key}: a number out of range", error);
        }
    }

    private static byte[] Encode(byte[]? name, int number)
    {
        ArrayBufferWriter<byte> output = new();
        MessagePackWriter writer = new(output);
        if (name is null)
        {
            writer.Write(number);
        }
        else
        {
            writer.WriteString(name);
        }

        writer.Flush();
        return output.WrittenSpan.ToArray();
    }
}
