using System.Collections.Concurrent;

namespace Helios.MessagePack.Resolvers;

/// <summary>Puts formatters and resolvers into one; the first that knows a type wins, formatters before resolvers.</summary>
public static class CompositeResolver
{
    /// <summary>Combines formatters.</summary>
    public static IFormatterResolver Create(params IMessagePackFormatter[] formatters) => Create(formatters, []);

    /// <summary>Combines resolvers.</summary>
    public static IFormatterResolver Create(params IFormatterResolver[] resolvers) => Create([], resolvers);

    /// <summary>Combines formatters and resolvers.</summary>
    public static IFormatterResolver Create(IReadOnlyList<IMessagePackFormatter> formatters, IReadOnlyList<IFormatterResolver> resolvers)
    {
        ArgumentNullException.ThrowIfNull(formatters);
        ArgumentNullException.ThrowIfNull(resolvers);
        return new Combined([.. formatters], [.. resolvers]);
    }

    private sealed class Combined(IMessagePackFormatter[] formatters, IFormatterResolver[] resolvers) : IFormatterResolver
    {
        private readonly ConcurrentDictionary<Type, IMessagePackFormatter?> _found = new();

        public IMessagePackFormatter<T>? GetFormatter<T>()
        {
            if (!_found.TryGetValue(typeof(T), out IMessagePackFormatter? formatter))
            {
                formatter = Find<T>();
                _found.TryAdd(typeof(T), formatter);
            }

            return (IMessagePackFormatter<T>?)formatter;
        }

        private IMessagePackFormatter<T>? Find<T>()
        {
            foreach (IMessagePackFormatter candidate in formatters)
            {
                if (candidate is IMessagePackFormatter<T> formatter)
                {
                    return formatter;
                }
            }

            foreach (IFormatterResolver resolver in resolvers)
            {
                if (resolver.GetFormatter<T>() is { } formatter)
                {
                    return formatter;
                }
            }

            return null;
        }
    }
}
