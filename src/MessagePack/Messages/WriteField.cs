namespace Helios.MessagePack.Messages;

/// <summary>Writes one field of a message: exactly one value.</summary>
public delegate void WriteField<in T>(ref MessagePackWriter writer, T message, MessagePackSerializerOptions options);
