namespace Helios.MessagePack.Formatters;

/// <summary>Knows how a <typeparamref name="T"/> looks in MessagePack.</summary>
public interface IMessagePackFormatter<T> : IMessagePackFormatter
{
    /// <summary>Writes exactly one value.</summary>
    void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options);

    /// <summary>Reads exactly one value.</summary>
    T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options);
}
