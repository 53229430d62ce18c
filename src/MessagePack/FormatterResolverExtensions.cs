namespace Helios.MessagePack;

/// <summary>Asks resolvers.</summary>
public static class FormatterResolverExtensions
{
    /// <summary>The formatter of <typeparamref name="T"/>.</summary>
    /// <exception cref="FormatterNotRegisteredException">The resolver knows none.</exception>
    public static IMessagePackFormatter<T> GetFormatterWithVerify<T>(this IFormatterResolver resolver)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        return resolver.GetFormatter<T>()
            ?? throw new FormatterNotRegisteredException($"{resolver.GetType().Name} knows no formatter for {typeof(T)}");
    }
}
