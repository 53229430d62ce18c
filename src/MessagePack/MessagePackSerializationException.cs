namespace Helios.MessagePack;

/// <summary>
/// The input is not what was asked for: a wrong type, a number out of range, nesting beyond the limit.
/// <see cref="MessagePackSerializer"/> throws nothing else for bad input.
/// </summary>
public class MessagePackSerializationException : Exception
{
    /// <summary>Without a message; only for symmetry with other exceptions.</summary>
    public MessagePackSerializationException()
    {
    }

    /// <summary>Says in one line what is wrong.</summary>
    public MessagePackSerializationException(string? message)
        : base(message)
    {
    }

    /// <summary>Says in one line what is wrong and keeps the cause.</summary>
    public MessagePackSerializationException(string? message, Exception? inner)
        : base(message, inner)
    {
    }
}
