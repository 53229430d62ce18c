using System.Buffers;
using MessagePack;
using MessagePack.Formatters;

namespace Helios.Control;

/// <summary>A message as a map, so that an older and a newer side understand each other.</summary>
/// <remarks>
/// Keys the reader does not know are skipped, whatever their type and value; fields the writer did not send keep the
/// value they have in the defaults. A key that comes twice is refused, so that nobody reads a message differently from us.
/// Null is nil. Rules for changing a message: add fields with new keys and a default; never use a key again for
/// something else; stop reading a field before you stop writing it.
/// </remarks>
/// <typeparam name="T">The message.</typeparam>
/// <typeparam name="TDraft">A struct that collects fields in any order until the message can be built.</typeparam>
internal sealed class MapFormatter<T, TDraft> : IMessagePackFormatter<T?>
    where T : class
    where TDraft : struct
{
    // What has been seen is kept as a bit a field.
    private const int MostFields = 64;
    private const int Unknown = -1;

    private readonly MapField<T, TDraft>[] _fields;
    private readonly TDraft _defaults;
    private readonly Func<TDraft, T> _build;

    /// <summary>Describes a message once; the formatter may then be used from any thread.</summary>
    /// <param name="defaults">What fields are when they were not sent.</param>
    /// <param name="build">Makes the message; may refuse with <see cref="MessagePackSerializationException"/>.</param>
    /// <param name="fields">In the order in which they are written.</param>
    /// <exception cref="ArgumentException">A key is used twice, or there are more than 64 fields.</exception>
    public MapFormatter(TDraft defaults, Func<TDraft, T> build, params MapField<T, TDraft>[] fields)
    {
        ArgumentNullException.ThrowIfNull(build);
        ArgumentNullException.ThrowIfNull(fields);
        if (fields.Length > MostFields)
        {
            throw new ArgumentException($"{typeof(T).Name} has {fields.Length} fields; at most {MostFields} are possible", nameof(fields));
        }

        for (int i = 0; i < fields.Length; i++)
        {
            if (Array.Exists(fields[..i], fields[i].HasKeyOf))
            {
                throw new ArgumentException($"{typeof(T).Name} uses the key {fields[i].Key} twice", nameof(fields));
            }
        }

        _defaults = defaults;
        _build = build;
        _fields = [.. fields];
    }

    /// <inheritdoc/>
    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteMapHeader(_fields.Length);
        foreach (MapField<T, TDraft> field in _fields)
        {
            field.Write(ref writer, value, options);
        }
    }

    /// <inheritdoc/>
    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        options.Security.DepthStep(ref reader);
        TDraft draft = _defaults;
        ulong seen = 0;
        int expected = 0;
        int count = reader.ReadMapHeader();
        for (int i = 0; i < count; i++)
        {
            int index = ReadKey(ref reader, expected);
            if (index == Unknown)
            {
                reader.Skip();
                continue;
            }

            if ((seen & (1UL << index)) != 0)
            {
                throw new MessagePackSerializationException($"{typeof(T).Name}.{_fields[index].Key} comes twice");
            }

            seen |= 1UL << index;
            _fields[index].Read(ref reader, ref draft, options);
            expected = index + 1;
        }

        reader.Depth--;
        return _build(draft);
    }

    private int ReadKey(ref MessagePackReader reader, int expected)
    {
        byte code = reader.NextCode;
        switch (MessagePackCode.ToMessagePackType(code))
        {
            case MessagePackType.Integer when code == MessagePackCode.UInt64:
                ulong large = reader.ReadUInt64();
                return large <= long.MaxValue ? Find((long)large, expected) : Unknown;
            case MessagePackType.Integer:
                return Find(reader.ReadInt64(), expected);
            case MessagePackType.String:
                return reader.TryReadStringSpan(out ReadOnlySpan<byte> name) ? Find(name, expected) : FindSplit(ref reader, expected);
            default:
                reader.Skip();
                return Unknown;
        }
    }

    // A side of the same age sends the fields in our order, so the one after the last is the first to be tried.
    private int Find(long number, int expected)
    {
        if (expected < _fields.Length && _fields[expected].IsNumbered(number))
        {
            return expected;
        }

        for (int i = 0; i < _fields.Length; i++)
        {
            if (_fields[i].IsNumbered(number))
            {
                return i;
            }
        }

        return Unknown;
    }

    private int Find(ReadOnlySpan<byte> name, int expected)
    {
        if (expected < _fields.Length && _fields[expected].IsNamed(name))
        {
            return expected;
        }

        for (int i = 0; i < _fields.Length; i++)
        {
            if (_fields[i].IsNamed(name))
            {
                return i;
            }
        }

        return Unknown;
    }

    // The name lies across two segments of the input.
    private int FindSplit(ref MessagePackReader reader, int expected)
    {
        const int LongestName = 31;
        ReadOnlySequence<byte> name = reader.ReadStringSequence().GetValueOrDefault();
        if (name.Length > LongestName)
        {
            return Unknown;
        }

        Span<byte> joined = stackalloc byte[LongestName];
        name.CopyTo(joined);
        return Find(joined[..(int)name.Length], expected);
    }
}
