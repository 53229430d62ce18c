namespace Helios.Hocon;

/// <summary>A list literal in which something is still to be resolved.</summary>
internal sealed class ArrayNode(HoconValue[] items, HoconOrigin origin) : UnresolvedValue(origin)
{
    internal HoconValue[] Items { get; } = items;

    internal HoconArray? Resolved { get; set; }
}
