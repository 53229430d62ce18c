using Helios.MessagePack.Resolvers;

namespace Helios.MessagePack;

/// <summary>Which formatters are used and how far input is trusted. Immutable; the <c>With</c> methods answer changed copies.</summary>
public sealed class MessagePackSerializerOptions
{
    /// <summary>Uses <paramref name="resolver"/> and trusts the input.</summary>
    public MessagePackSerializerOptions(IFormatterResolver resolver)
        : this(resolver, MessagePackSecurity.TrustedData)
    {
    }

    private MessagePackSerializerOptions(IFormatterResolver resolver, MessagePackSecurity security)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        ArgumentNullException.ThrowIfNull(security);
        Resolver = resolver;
        Security = security;
    }

    /// <summary>The built-in formatters and nothing else.</summary>
    public static MessagePackSerializerOptions Standard { get; } = new(BuiltinResolver.Instance);

    /// <summary>Finds the formatters.</summary>
    public IFormatterResolver Resolver { get; }

    /// <summary>How far input is trusted.</summary>
    public MessagePackSecurity Security { get; }

    /// <summary>The same with other formatters.</summary>
    public MessagePackSerializerOptions WithResolver(IFormatterResolver resolver) => new(resolver, Security);

    /// <summary>The same with other limits.</summary>
    public MessagePackSerializerOptions WithSecurity(MessagePackSecurity security) => new(Resolver, security);
}
