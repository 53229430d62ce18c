namespace Helios.MessagePack.Formatters;

/// <summary>Text as str, null as nil.</summary>
public sealed class NullableStringFormatter : IMessagePackFormatter<string?>
{
    /// <summary>The only instance.</summary>
    public static readonly NullableStringFormatter Instance = new();

    private NullableStringFormatter()
    {
    }

    /// <inheritdoc/>
    public void Serialize(ref MessagePackWriter writer, string? value, MessagePackSerializerOptions options) => writer.Write(value);

    /// <inheritdoc/>
    public string? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => reader.ReadString();
}
