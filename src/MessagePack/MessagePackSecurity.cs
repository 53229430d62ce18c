namespace Helios.MessagePack;

/// <summary>How far input is trusted. Immutable; the <c>With</c> methods answer changed copies.</summary>
/// <remarks>
/// Lengths are always checked by <see cref="MessagePackReader"/>, whatever stands here. The two presets differ in
/// <see cref="HashCollisionResistant"/> only.
/// </remarks>
public sealed class MessagePackSecurity
{
    private const int DefaultDepth = 500;

    /// <summary>For data that this program or its equals wrote.</summary>
    public static readonly MessagePackSecurity TrustedData = new(DefaultDepth, hashCollisionResistant: false);

    /// <summary>For data from anybody.</summary>
    public static readonly MessagePackSecurity UntrustedData = new(DefaultDepth, hashCollisionResistant: true);

    private MessagePackSecurity(int maximumObjectGraphDepth, bool hashCollisionResistant)
    {
        MaximumObjectGraphDepth = maximumObjectGraphDepth;
        HashCollisionResistant = hashCollisionResistant;
    }

    /// <summary>How many values may enclose one another; 500 unless changed.</summary>
    public int MaximumObjectGraphDepth { get; }

    /// <summary>True when dictionaries read from input must not be slowed down by keys chosen to collide.</summary>
    public bool HashCollisionResistant { get; }

    /// <summary>The same with another depth.</summary>
    public MessagePackSecurity WithMaximumObjectGraphDepth(int maximumObjectGraphDepth)
        => new(maximumObjectGraphDepth, HashCollisionResistant);

    /// <summary>The same with dictionaries protected or not.</summary>
    public MessagePackSecurity WithHashCollisionResistant(bool hashCollisionResistant)
        => new(MaximumObjectGraphDepth, hashCollisionResistant);

    /// <summary>Enters a nested value. The caller undoes it with <c>reader.Depth--</c> when the value has been read.</summary>
    /// <exception cref="MessagePackSerializationException">The limit is passed; the cause is an <see cref="InsufficientExecutionStackException"/>.</exception>
    public void DepthStep(ref MessagePackReader reader)
    {
        if (reader.Depth >= MaximumObjectGraphDepth)
        {
            throw new MessagePackSerializationException(
                $"values are nested deeper than {MaximumObjectGraphDepth} at byte {reader.Consumed}", new InsufficientExecutionStackException());
        }

        reader.Depth++;
    }

    /// <summary>How keys read from input are compared and hashed.</summary>
    /// <exception cref="TypeAccessException">Collisions are to be resisted and <typeparamref name="T"/> is a type no such hash is known for.</exception>
    public IEqualityComparer<T> GetEqualityComparer<T>()
        => HashCollisionResistant ? SeededEqualityComparer<T>.Instance : EqualityComparer<T>.Default;
}
