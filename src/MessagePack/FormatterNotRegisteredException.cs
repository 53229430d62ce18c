namespace Helios.MessagePack;

/// <summary>No resolver in use knows a formatter for a type: a mistake in the program, not in the input.</summary>
public class FormatterNotRegisteredException : MessagePackSerializationException
{
    /// <summary>Names the type and the resolver.</summary>
    public FormatterNotRegisteredException(string? message)
        : base(message)
    {
    }
}
