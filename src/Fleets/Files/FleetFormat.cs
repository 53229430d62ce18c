namespace Helios.Fleets;

/// <summary>How the values of a fleet file are written.</summary>
public enum FleetFormat
{
    /// <summary>HOCON, of which JSON is a part.</summary>
    Hocon,

    /// <summary>JSON.</summary>
    Json,

    /// <summary>MessagePack.</summary>
    MessagePack,
}
