namespace Helios.Hocon;

/// <summary>White space between two pieces: part of a string, nothing between lists or objects.</summary>
internal sealed class SpaceNode(string text, HoconOrigin origin) : UnresolvedValue(origin)
{
    internal string Text { get; } = text;
}
