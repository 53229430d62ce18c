namespace Helios.Hocon;

/// <summary>
/// Unwinds the parser to the field or list element it is in, where it picks up again after the damage. It is never seen outside.
/// </summary>
internal sealed class SyntaxFaultException(int offset, string message) : Exception(message)
{
    internal int Offset { get; } = offset;
}
