namespace Helios.Allocator;

/// <summary>A pointer was used in a way the heap can prove wrong. The heap itself is unharmed and can go on.</summary>
public sealed class HeapMisuseException : InvalidOperationException
{
    /// <param name="misuse">What was wrong.</param>
    /// <param name="address">The pointer in question.</param>
    /// <param name="message">One line with all that is known of the address.</param>
    public HeapMisuseException(HeapMisuse misuse, nint address, string message)
        : base(message)
    {
        Misuse = misuse;
        Address = address;
    }

    /// <summary>What was wrong.</summary>
    public HeapMisuse Misuse { get; }

    /// <summary>The pointer in question.</summary>
    public nint Address { get; }
}
