using System.Globalization;

namespace Helios.Linux;

/// <summary>One argument of a syscall record: a number, an address in the script's arena, or the result of an earlier record.</summary>
public readonly struct SpawnArgument
{
    private const long LargestDecimal = 4095;

    private SpawnArgument(SpawnArgumentKind kind, long value, object? subject)
    {
        Kind = kind;
        Value = value;
        Subject = subject;
    }

    internal SpawnArgumentKind Kind { get; }

    /// <summary>The number; for the other kinds an offset into the arena or the index of a record.</summary>
    internal long Value { get; }

    /// <summary>What the listing shows, or the handle to keep open.</summary>
    internal object? Subject { get; }

    /// <summary>A number.</summary>
    public static implicit operator SpawnArgument(long value) => new(SpawnArgumentKind.Number, value, null);

    /// <inheritdoc cref="op_Implicit(long)"/>
    public static SpawnArgument FromInt64(long value) => value;

    /// <summary>What an earlier record returned.</summary>
    public static implicit operator SpawnArgument(SpawnResult result) => new(SpawnArgumentKind.Result, result.Index, null);

    /// <inheritdoc cref="op_Implicit(SpawnResult)"/>
    public static SpawnArgument FromSpawnResult(SpawnResult result) => result;

    /// <summary>The number of an open descriptor; the script keeps it open until the script is disposed.</summary>
    public static implicit operator SpawnArgument(SafeFd descriptor)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        return new SpawnArgument(SpawnArgumentKind.Number, descriptor.Number, descriptor);
    }

    /// <inheritdoc cref="op_Implicit(SafeFd)"/>
    public static SpawnArgument FromSafeFd(SafeFd descriptor) => descriptor;

    /// <summary>The address of a buffer.</summary>
    public static implicit operator SpawnArgument(SpawnBuffer buffer) => Arena(buffer.Offset, $"buf{buffer.Offset}[{buffer.Length}]");

    /// <inheritdoc cref="op_Implicit(SpawnBuffer)"/>
    public static SpawnArgument FromSpawnBuffer(SpawnBuffer buffer) => buffer;

    /// <summary>A number that listings show by name: <c>Named(flags, "MS_REC|MS_PRIVATE")</c>.</summary>
    public static SpawnArgument Named(long value, string name) => new(SpawnArgumentKind.Number, value, name);

    internal static SpawnArgument Arena(int offset, string shown) => new(SpawnArgumentKind.Arena, offset, shown);

    internal static SpawnArgument Load(int offset, string shown) => new(SpawnArgumentKind.Load, offset, shown);

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        SpawnArgumentKind.Result => string.Create(CultureInfo.InvariantCulture, $"r{Value}"),
        _ when Subject is string shown => shown,
        _ when Value is >= -LargestDecimal and <= LargestDecimal => Value.ToString(CultureInfo.InvariantCulture),
        _ => "0x" + Value.ToString("x", CultureInfo.InvariantCulture),
    };
}
