using MessagePack;

namespace Helios.Control;

/// <summary>Reads one field of a message, exactly one value, into the draft.</summary>
internal delegate void ReadField<TDraft>(ref MessagePackReader reader, ref TDraft draft, MessagePackSerializerOptions options);
