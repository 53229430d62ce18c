namespace Helios.Hocon;

/// <summary>Two or more values on one line; white space between them is a piece of its own.</summary>
internal sealed class ConcatenationNode(HoconValue[] pieces, HoconOrigin origin) : UnresolvedValue(origin)
{
    internal HoconValue[] Pieces { get; } = pieces;
}
