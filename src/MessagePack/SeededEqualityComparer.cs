namespace Helios.MessagePack;

/// <summary>Hashes keys with the process's random seed, so that input cannot be made to collide.</summary>
internal sealed class SeededEqualityComparer<T> : IEqualityComparer<T>
{
    private SeededEqualityComparer()
    {
    }

    internal static IEqualityComparer<T> Instance { get; } = Choose();

    public bool Equals(T? x, T? y) => EqualityComparer<T>.Default.Equals(x, y);

    public int GetHashCode(T obj) => obj switch
    {
        long value => HashCode.Combine((int)value, (int)(value >> 32)),
        ulong value => HashCode.Combine((uint)value, (uint)(value >> 32)),
        Guid value => OfGuid(value),
        _ => HashCode.Combine(obj),
    };

    private static int OfGuid(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes);
        HashCode hash = default;
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    private static IEqualityComparer<T> Choose()
    {
        // String hashes are seeded by the runtime already.
        if (typeof(T) == typeof(string))
        {
            return EqualityComparer<T>.Default;
        }

        // The default hash of these is their value, or is taken apart above; nothing is lost before the seed comes in.
        bool known = typeof(T) == typeof(bool) || typeof(T) == typeof(char)
            || typeof(T) == typeof(byte) || typeof(T) == typeof(sbyte) || typeof(T) == typeof(short) || typeof(T) == typeof(ushort)
            || typeof(T) == typeof(int) || typeof(T) == typeof(uint) || typeof(T) == typeof(long) || typeof(T) == typeof(ulong)
            || typeof(T) == typeof(Guid) || typeof(T).IsEnum;
        return known
            ? new SeededEqualityComparer<T>()
            : throw new TypeAccessException($"no collision-resistant hash is known for keys of type {typeof(T)}");
    }
}
