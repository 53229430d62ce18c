namespace Helios.MessagePack.Resolvers;

/// <summary>Knows the primitive types, their nullable forms, and arrays, lists and string-keyed dictionaries of the common ones.</summary>
public sealed class BuiltinResolver : IFormatterResolver
{
    /// <summary>The only instance.</summary>
    public static readonly BuiltinResolver Instance = new();

    private BuiltinResolver()
    {
    }

    /// <inheritdoc/>
    public IMessagePackFormatter<T>? GetFormatter<T>() => Cache<T>.Formatter;

    private static class Cache<T>
    {
        internal static readonly IMessagePackFormatter<T>? Formatter = (IMessagePackFormatter<T>?)BuiltinFormatters.Find(typeof(T));
    }
}
