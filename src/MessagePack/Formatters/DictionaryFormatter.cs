namespace Helios.MessagePack.Formatters;

/// <summary>A dictionary as a map; null as nil. A key that comes twice is refused.</summary>
public sealed class DictionaryFormatter<TKey, TValue> : IMessagePackFormatter<Dictionary<TKey, TValue>?>
    where TKey : notnull
{
    /// <inheritdoc/>
    public void Serialize(ref MessagePackWriter writer, Dictionary<TKey, TValue>? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        IMessagePackFormatter<TKey> keys = options.Resolver.GetFormatterWithVerify<TKey>();
        IMessagePackFormatter<TValue> values = options.Resolver.GetFormatterWithVerify<TValue>();
        writer.WriteMapHeader(value.Count);
        foreach ((TKey key, TValue item) in value)
        {
            writer.CancellationToken.ThrowIfCancellationRequested();
            keys.Serialize(ref writer, key, options);
            values.Serialize(ref writer, item, options);
        }
    }

    /// <inheritdoc/>
    public Dictionary<TKey, TValue>? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        IMessagePackFormatter<TKey> keys = options.Resolver.GetFormatterWithVerify<TKey>();
        IMessagePackFormatter<TValue> values = options.Resolver.GetFormatterWithVerify<TValue>();
        int count = reader.ReadMapHeader();
        Dictionary<TKey, TValue> map = new(Math.Min(count, ListFormatter<TKey>.TrustedCount), options.Security.GetEqualityComparer<TKey>());
        options.Security.DepthStep(ref reader);
        for (int i = 0; i < count; i++)
        {
            reader.CancellationToken.ThrowIfCancellationRequested();
            TKey key = keys.Deserialize(ref reader, options)
                ?? throw new MessagePackSerializationException($"a map key is nil just before byte {reader.Consumed}");
            if (!map.TryAdd(key, values.Deserialize(ref reader, options)))
            {
                throw new MessagePackSerializationException($"the map key '{key}' comes twice, just before byte {reader.Consumed}");
            }
        }

        reader.Depth--;
        return map;
    }
}
