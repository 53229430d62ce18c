namespace Helios.MessagePack.Formatters;

/// <summary>An array as an array of what the resolver's formatter writes; null as nil.</summary>
public sealed class ArrayFormatter<T> : IMessagePackFormatter<T[]?>
{
    /// <inheritdoc/>
    public void Serialize(ref MessagePackWriter writer, T[]? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        IMessagePackFormatter<T> formatter = options.Resolver.GetFormatterWithVerify<T>();
        writer.WriteArrayHeader(value.Length);
        foreach (T item in value)
        {
            writer.CancellationToken.ThrowIfCancellationRequested();
            formatter.Serialize(ref writer, item, options);
        }
    }

    /// <inheritdoc/>
    public T[]? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        IMessagePackFormatter<T> formatter = options.Resolver.GetFormatterWithVerify<T>();
        int count = reader.ReadArrayHeader();
        if (count == 0)
        {
            return [];
        }

        // An array of large structs is grown while elements arrive, because a declared count only vouches for a byte each.
        T[] items = new T[Math.Min(count, ListFormatter<T>.TrustedCount)];
        options.Security.DepthStep(ref reader);
        for (int i = 0; i < count; i++)
        {
            reader.CancellationToken.ThrowIfCancellationRequested();
            if (i == items.Length)
            {
                Array.Resize(ref items, (int)Math.Min(count, 2L * items.Length));
            }

            items[i] = formatter.Deserialize(ref reader, options);
        }

        reader.Depth--;
        return items;
    }
}
