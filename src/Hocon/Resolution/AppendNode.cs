namespace Helios.Hocon;

/// <summary>One or more <c>+=</c>: the list below, if there is one, and these items after it.</summary>
internal sealed class AppendNode(HoconValue item, HoconOrigin origin) : UnresolvedValue(origin)
{
    internal List<HoconValue> Items { get; } = [item];
}
