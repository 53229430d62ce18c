using System.Collections.Frozen;
using MessagePack;
using MessagePack.Formatters;

namespace Helios.Control;

/// <summary>Messages of several kinds as <c>[number, message]</c>.</summary>
/// <remarks>
/// A number that is not known here comes from a newer side. Its message is skipped, and either refused or turned into a
/// value of the reader's choice, such as an "unknown event". Further elements after the two are skipped.
/// </remarks>
internal sealed class UnionFormatter<TBase> : IMessagePackFormatter<TBase>
    where TBase : class
{
    private readonly FrozenDictionary<int, UnionCase<TBase>> _byTag;
    private readonly FrozenDictionary<Type, UnionCase<TBase>> _byType;
    private readonly Func<int, TBase>? _unknown;

    /// <summary>Refuses numbers that are not among <paramref name="cases"/>.</summary>
    /// <exception cref="ArgumentException">A number or a type is used twice.</exception>
    public UnionFormatter(params UnionCase<TBase>[] cases)
        : this(null, cases)
    {
    }

    /// <summary>Turns numbers that are not among <paramref name="cases"/> into what <paramref name="unknown"/> answers.</summary>
    /// <exception cref="ArgumentException">A number or a type is used twice.</exception>
    public UnionFormatter(Func<int, TBase>? unknown, params UnionCase<TBase>[] cases)
    {
        ArgumentNullException.ThrowIfNull(cases);

        // Dictionary refuses what comes twice; FrozenDictionary would let the last one win.
        _byTag = new Dictionary<int, UnionCase<TBase>>(cases.Select(each => KeyValuePair.Create(each.Tag, each))).ToFrozenDictionary();
        _byType = new Dictionary<Type, UnionCase<TBase>>(cases.Select(each => KeyValuePair.Create(each.Type, each))).ToFrozenDictionary();
        _unknown = unknown;
    }

    /// <inheritdoc/>
    public void Serialize(ref MessagePackWriter writer, TBase value, MessagePackSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!_byType.TryGetValue(value.GetType(), out UnionCase<TBase>? found))
        {
            throw new MessagePackSerializationException($"{value.GetType().Name} is not among the kinds of {typeof(TBase).Name}");
        }

        writer.WriteArrayHeader(2);
        writer.Write(found.Tag);
        found.Write(ref writer, value, options);
    }

    /// <inheritdoc/>
    public TBase Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        options.Security.DepthStep(ref reader);
        int count = reader.ReadArrayHeader();
        if (count < 2)
        {
            throw new MessagePackSerializationException($"{typeof(TBase).Name} is [number, message], but the array has {count} elements");
        }

        int tag = reader.ReadInt32();
        TBase value = ReadMessage(ref reader, tag, options);
        for (int i = 2; i < count; i++)
        {
            reader.Skip();
        }

        reader.Depth--;
        return value;
    }

    private TBase ReadMessage(ref MessagePackReader reader, int tag, MessagePackSerializerOptions options)
    {
        if (_byTag.TryGetValue(tag, out UnionCase<TBase>? found))
        {
            return found.Read(ref reader, options) ?? throw new MessagePackSerializationException($"{typeof(TBase).Name} number {tag} has no message");
        }

        if (_unknown is null)
        {
            throw new MessagePackSerializationException($"{typeof(TBase).Name} number {tag} is not known here");
        }

        reader.Skip();
        return _unknown(tag);
    }
}
