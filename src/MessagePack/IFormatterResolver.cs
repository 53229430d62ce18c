namespace Helios.MessagePack;

/// <summary>Finds the formatter of a type.</summary>
public interface IFormatterResolver
{
    /// <summary>The formatter, or null when this resolver knows none. Asked again it must answer the same.</summary>
    IMessagePackFormatter<T>? GetFormatter<T>();
}
