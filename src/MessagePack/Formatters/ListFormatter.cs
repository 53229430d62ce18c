namespace Helios.MessagePack.Formatters;

/// <summary>A list as an array of what the resolver's formatter writes; null as nil.</summary>
public sealed class ListFormatter<T> : IMessagePackFormatter<List<T>?>
{
    // More than this is only reserved once elements have really been read.
    internal const int TrustedCount = 256;

    /// <inheritdoc/>
    public void Serialize(ref MessagePackWriter writer, List<T>? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        IMessagePackFormatter<T> formatter = options.Resolver.GetFormatterWithVerify<T>();
        writer.WriteArrayHeader(value.Count);
        foreach (T item in value)
        {
            writer.CancellationToken.ThrowIfCancellationRequested();
            formatter.Serialize(ref writer, item, options);
        }
    }

    /// <inheritdoc/>
    public List<T>? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        IMessagePackFormatter<T> formatter = options.Resolver.GetFormatterWithVerify<T>();
        int count = reader.ReadArrayHeader();
        List<T> list = new(Math.Min(count, TrustedCount));
        options.Security.DepthStep(ref reader);
        for (int i = 0; i < count; i++)
        {
            reader.CancellationToken.ThrowIfCancellationRequested();
            list.Add(formatter.Deserialize(ref reader, options));
        }

        reader.Depth--;
        return list;
    }
}
