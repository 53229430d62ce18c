using MessagePack;

namespace Helios.Control;

/// <summary>Writes one field of a message: exactly one value.</summary>
internal delegate void WriteField<in T>(ref MessagePackWriter writer, T message, MessagePackSerializerOptions options);
