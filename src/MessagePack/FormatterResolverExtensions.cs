namespace Helios.MessagePack;

/// <summary>Asks resolvers.</summary>
public static class FormatterResolverExtensions
{
    /// <summary>The formatter of <typeparamref name="T"/>.</summary>
    /// <exception cref="FormatterNotRegisteredException">The resolver knows none.</exception>
    public static IMessagePackFormatter<T> GetFormatterWithVerify<T>(this IFormatterResolver resolver)
    {
        Answer<T>? last = Answer<T>.Last;
        if (last is not null && ReferenceEquals(last.Resolver, resolver))
        {
            return last.Formatter;
        }

        ArgumentNullException.ThrowIfNull(resolver);
        IMessagePackFormatter<T> formatter = resolver.GetFormatter<T>()
            ?? throw new FormatterNotRegisteredException($"{resolver.GetType().Name} knows no formatter for {typeof(T)}");
        Answer<T>.Last = new Answer<T>(resolver, formatter);
        return formatter;
    }

    // A program has one resolver as a rule, and asking it is a generic virtual call and a lookup: dearer than writing a
    // short message. A resolver answers the same for the same type for ever, so the last answer can be kept.
    private sealed class Answer<T>(IFormatterResolver resolver, IMessagePackFormatter<T> formatter)
    {
        internal static Answer<T>? Last;

        internal IFormatterResolver Resolver => resolver;

        internal IMessagePackFormatter<T> Formatter => formatter;
    }
}
