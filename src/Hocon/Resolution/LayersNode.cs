namespace Helios.Hocon;

/// <summary>The layers of another place, taken as one closed value: what stands below a substitution must not slip under its target.</summary>
internal sealed class LayersNode(List<HoconValue> layers, HoconOrigin origin) : UnresolvedValue(origin)
{
    internal List<HoconValue> Layers { get; } = layers;
}
