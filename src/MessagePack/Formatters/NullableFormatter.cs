namespace Helios.MessagePack.Formatters;

/// <summary>Null as nil, anything else as the resolver's formatter writes it.</summary>
public sealed class NullableFormatter<T> : IMessagePackFormatter<T?>
    where T : struct
{
    /// <inheritdoc/>
    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
        }
        else
        {
            options.Resolver.GetFormatterWithVerify<T>().Serialize(ref writer, value.Value, options);
        }
    }

    /// <inheritdoc/>
    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
        => reader.TryReadNil() ? null : options.Resolver.GetFormatterWithVerify<T>().Deserialize(ref reader, options);
}
