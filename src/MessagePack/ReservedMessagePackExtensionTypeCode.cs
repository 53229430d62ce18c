namespace Helios.MessagePack;

/// <summary>Extension types that the specification itself assigns.</summary>
public static class ReservedMessagePackExtensionTypeCode
{
    /// <summary>The timestamp, in 4, 8 or 12 bytes.</summary>
    public const sbyte DateTime = -1;
}
