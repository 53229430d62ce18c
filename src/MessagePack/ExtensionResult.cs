using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Helios.MessagePack;

/// <summary>A whole extension: its type and its data.</summary>
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "A result to be read, not compared; the official type has no equality either.")]
public readonly struct ExtensionResult
{
    /// <summary>Pairs a type with bytes the caller owns.</summary>
    public ExtensionResult(sbyte typeCode, Memory<byte> data)
    {
        TypeCode = typeCode;
        Data = new ReadOnlySequence<byte>(data);
    }

    /// <summary>Pairs a type with bytes that belong to the buffer they were read from.</summary>
    public ExtensionResult(sbyte typeCode, ReadOnlySequence<byte> data)
    {
        TypeCode = typeCode;
        Data = data;
    }

    /// <summary>Which extension this is; negative ones belong to the specification.</summary>
    public sbyte TypeCode { get; }

    /// <summary>The data. When it came from a reader it lives only as long as the reader's buffer.</summary>
    public ReadOnlySequence<byte> Data { get; }

    /// <summary>The header that stands in front of <see cref="Data"/>.</summary>
    public ExtensionHeader Header => new(TypeCode, checked((uint)Data.Length));
}
