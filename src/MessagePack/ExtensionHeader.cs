using System.Diagnostics.CodeAnalysis;

namespace Helios.MessagePack;

/// <summary>What stands in front of an extension's data.</summary>
[SuppressMessage("Usage", "CA2231:Overload operator equals on overriding value type Equals", Justification = "The official type has none, so shared code must not come to use it.")]
public readonly struct ExtensionHeader : IEquatable<ExtensionHeader>
{
    /// <summary>Names the type (negative ones belong to the specification) and the length of the data in bytes.</summary>
    public ExtensionHeader(sbyte typeCode, uint length)
    {
        TypeCode = typeCode;
        Length = length;
    }

    /// <summary>Names the type and the length of the data in bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public ExtensionHeader(sbyte typeCode, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        TypeCode = typeCode;
        Length = (uint)length;
    }

    /// <summary>Which extension this is; negative ones belong to the specification.</summary>
    public sbyte TypeCode { get; }

    /// <summary>Bytes of data after the header.</summary>
    public uint Length { get; }

    /// <inheritdoc/>
    public bool Equals(ExtensionHeader other) => TypeCode == other.TypeCode && Length == other.Length;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ExtensionHeader other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(TypeCode, Length);
}
