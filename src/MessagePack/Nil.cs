namespace Helios.MessagePack;

/// <summary>The value nil as a type: what a formatter of "nothing" reads and writes.</summary>
public readonly struct Nil : IEquatable<Nil>
{
    /// <summary>The only value.</summary>
    public static readonly Nil Default;

    /// <inheritdoc/>
    public bool Equals(Nil other) => true;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Nil;

    /// <inheritdoc/>
    public override int GetHashCode() => 0;

    /// <inheritdoc/>
    public override string ToString() => "()";

    /// <summary>Always true.</summary>
    public static bool operator ==(Nil left, Nil right) => true;

    /// <summary>Always false.</summary>
    public static bool operator !=(Nil left, Nil right) => false;
}
