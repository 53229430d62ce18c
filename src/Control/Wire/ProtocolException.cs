namespace Helios.Control;

/// <summary>The other side sent something that is not a frame of this protocol. The connection is of no use any more.</summary>
public sealed class ProtocolException : IOException
{
    /// <param name="message">What was wrong, in one clause.</param>
    /// <param name="inner">What was underneath.</param>
    public ProtocolException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
