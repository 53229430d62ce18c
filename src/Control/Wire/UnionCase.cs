using System.Diagnostics.CodeAnalysis;
using MessagePack;
using MessagePack.Formatters;

namespace Helios.Control;

/// <summary>One kind of message among several: its number on the wire and its formatter.</summary>
internal abstract class UnionCase<TBase>
    where TBase : class
{
    private protected UnionCase(int tag, Type type)
    {
        Tag = tag;
        Type = type;
    }

    internal int Tag { get; }

    internal Type Type { get; }

    /// <summary>Messages of exactly the type <typeparamref name="TCase"/> travel under <paramref name="tag"/>.</summary>
    [SuppressMessage("Design", "CA1000:Do not declare static members on generic types", Justification = "TBase cannot be inferred, TCase can; so only TBase is written.")]
    public static UnionCase<TBase> Of<TCase>(int tag, IMessagePackFormatter<TCase?> formatter)
        where TCase : class, TBase
    {
        ArgumentNullException.ThrowIfNull(formatter);
        return new Typed<TCase>(tag, formatter);
    }

    internal abstract void Write(ref MessagePackWriter writer, TBase value, MessagePackSerializerOptions options);

    internal abstract TBase? Read(ref MessagePackReader reader, MessagePackSerializerOptions options);

    private sealed class Typed<TCase>(int tag, IMessagePackFormatter<TCase?> formatter) : UnionCase<TBase>(tag, typeof(TCase))
        where TCase : class, TBase
    {
        internal override void Write(ref MessagePackWriter writer, TBase value, MessagePackSerializerOptions options)
            => formatter.Serialize(ref writer, (TCase)value, options);

        internal override TBase? Read(ref MessagePackReader reader, MessagePackSerializerOptions options)
            => formatter.Deserialize(ref reader, options);
    }
}
