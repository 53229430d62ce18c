namespace Helios.MessagePack.Messages;

/// <summary>Reads one field of a message, exactly one value, into the draft.</summary>
public delegate void ReadField<TDraft>(ref MessagePackReader reader, ref TDraft draft, MessagePackSerializerOptions options);
