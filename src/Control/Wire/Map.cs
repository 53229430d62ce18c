using System.Collections.Immutable;
using System.Text;
using Helios.Contracts;
using MessagePack;
using MessagePack.Formatters;

namespace Helios.Control;

/// <summary>Words for describing messages field by field. Every field has a default: what a message holds before anything is read.</summary>
internal static class Map
{
    internal static MapFormatter<T, Draft<T>> Of<T>(T defaults, params MapField<T, Draft<T>>[] fields)
        where T : class
        => new(new Draft<T> { Value = defaults }, static draft => draft.Value, fields);

    internal static MapField<T, Draft<T>> Text<T>(int key, Func<T, string?> get, Func<T, string, T> set)
        where T : class
        => new(
            key,
            (ref MessagePackWriter w, T m, MessagePackSerializerOptions _) => WriteText(ref w, get(m)),
            (ref MessagePackReader r, ref Draft<T> d, MessagePackSerializerOptions _) => d.Value = r.ReadString() is { } text ? set(d.Value, text) : d.Value);

    internal static MapField<T, Draft<T>> Texts<T>(int key, Func<T, ImmutableArray<string>> get, Func<T, ImmutableArray<string>, T> set)
        where T : class
        => new(
            key,
            (ref MessagePackWriter w, T m, MessagePackSerializerOptions _) => WriteTexts(ref w, get(m)),
            (ref MessagePackReader r, ref Draft<T> d, MessagePackSerializerOptions _) => d.Value = set(d.Value, ReadTexts(ref r)));

    internal static MapField<T, Draft<T>> Flag<T>(int key, Func<T, bool> get, Func<T, bool, T> set)
        where T : class
        => new(
            key,
            (ref MessagePackWriter w, T m, MessagePackSerializerOptions _) => w.Write(get(m)),
            (ref MessagePackReader r, ref Draft<T> d, MessagePackSerializerOptions _) => d.Value = set(d.Value, r.ReadBoolean()));

    /// <summary>The value of a field of a <see cref="FieldTable{T}"/>; nil is unset.</summary>
    internal static MapField<T, Draft<T>> Value<T>(int key, Func<T, FieldValue?> get, Func<T, FieldValue, T> set)
        where T : class
        => new(
            key,
            (ref MessagePackWriter w, T m, MessagePackSerializerOptions _) => WireValue.Write(ref w, get(m)),
            (ref MessagePackReader r, ref Draft<T> d, MessagePackSerializerOptions _) => d.Value = WireValue.Read(ref r) is { } value ? set(d.Value, value) : d.Value);

    /// <summary>A whole number that may be nil.</summary>
    internal static MapField<T, Draft<T>> Number<T>(int key, Func<T, long?> get, Func<T, long, T> set)
        where T : class
        => new(
            key,
            (ref MessagePackWriter w, T m, MessagePackSerializerOptions _) => WriteNumber(ref w, get(m)),
            (ref MessagePackReader r, ref Draft<T> d, MessagePackSerializerOptions _) => d.Value = r.TryReadNil() ? d.Value : set(d.Value, r.ReadInt64()));

    /// <summary>A span in ticks of 100 ns that may be nil.</summary>
    internal static MapField<T, Draft<T>> Span<T>(int key, Func<T, TimeSpan?> get, Func<T, TimeSpan, T> set)
        where T : class
        => Number<T>(key, m => get(m)?.Ticks, (m, v) => set(m, new TimeSpan(v)));

    /// <summary>A moment in ticks of 100 ns since the year 1 UTC that may be nil.</summary>
    internal static MapField<T, Draft<T>> Time<T>(int key, Func<T, DateTimeOffset?> get, Func<T, DateTimeOffset, T> set)
        where T : class
        => Number<T>(key, m => get(m)?.UtcTicks, (m, v) => set(m, ToTime(v)));

    /// <summary>Another message that may be nil.</summary>
    internal static MapField<T, Draft<T>> Message<T, TItem>(int key, Func<IMessagePackFormatter<TItem?>> formatter, Func<T, TItem?> get, Func<T, TItem, T> set)
        where T : class
        where TItem : class
        => new(
            key,
            (ref MessagePackWriter w, T m, MessagePackSerializerOptions o) => formatter().Serialize(ref w, get(m), o),
            (ref MessagePackReader r, ref Draft<T> d, MessagePackSerializerOptions o) => d.Value = formatter().Deserialize(ref r, o) is { } item ? set(d.Value, item) : d.Value);

    /// <summary>A list of messages.</summary>
    internal static MapField<T, Draft<T>> List<T, TItem>(
        int key, Func<IMessagePackFormatter<TItem?>> formatter, Func<T, ImmutableArray<TItem>> get, Func<T, ImmutableArray<TItem>, T> set)
        where T : class
        where TItem : class
        => new(
            key,
            (ref MessagePackWriter w, T m, MessagePackSerializerOptions o) => WriteList(ref w, get(m), formatter(), o),
            (ref MessagePackReader r, ref Draft<T> d, MessagePackSerializerOptions o) => d.Value = set(d.Value, ReadList(ref r, formatter(), o)));

    /// <summary>A text, which takes no more room in the buffer than it is long.</summary>
    internal static void WriteText(ref MessagePackWriter writer, string? text)
    {
        if (text is null)
        {
            writer.WriteNil();
            return;
        }

        int bytes = Encoding.UTF8.GetByteCount(text);
        writer.WriteStringHeader(bytes);
        Encoding.UTF8.GetBytes(text, writer.GetSpan(bytes));
        writer.Advance(bytes);
    }

    private static void WriteNumber(ref MessagePackWriter writer, long? number)
    {
        if (number is { } value)
        {
            writer.Write(value);
        }
        else
        {
            writer.WriteNil();
        }
    }

    private static void WriteTexts(ref MessagePackWriter writer, ImmutableArray<string> texts)
    {
        writer.WriteArrayHeader(texts.Length);
        foreach (string text in texts)
        {
            WriteText(ref writer, text);
        }
    }

    private static ImmutableArray<string> ReadTexts(ref MessagePackReader reader)
    {
        int count = reader.ReadArrayHeader();
        ImmutableArray<string>.Builder texts = ImmutableArray.CreateBuilder<string>(Math.Min(count, 256));
        for (int i = 0; i < count; i++)
        {
            texts.Add(reader.ReadString() ?? throw new MessagePackSerializationException("a text in a list is nil"));
        }

        return texts.DrainToImmutable();
    }

    private static void WriteList<TItem>(
        ref MessagePackWriter writer, ImmutableArray<TItem> items, IMessagePackFormatter<TItem?> formatter, MessagePackSerializerOptions options)
        where TItem : class
    {
        writer.WriteArrayHeader(items.Length);
        foreach (TItem item in items)
        {
            formatter.Serialize(ref writer, item, options);
        }
    }

    private static ImmutableArray<TItem> ReadList<TItem>(ref MessagePackReader reader, IMessagePackFormatter<TItem?> formatter, MessagePackSerializerOptions options)
        where TItem : class
    {
        int count = reader.ReadArrayHeader();
        ImmutableArray<TItem>.Builder items = ImmutableArray.CreateBuilder<TItem>(Math.Min(count, 256));
        for (int i = 0; i < count; i++)
        {
            items.Add(formatter.Deserialize(ref reader, options) ?? throw new MessagePackSerializationException($"a {typeof(TItem).Name} in a list is nil"));
        }

        return items.DrainToImmutable();
    }

    private static DateTimeOffset ToTime(long ticks)
        => ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : throw new MessagePackSerializationException($"{ticks} is not a moment");
}
