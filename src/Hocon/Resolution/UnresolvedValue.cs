using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Helios.Hocon;

/// <summary>
/// A node of the tree that the parser makes: a value that may still contain substitutions. It stands where values stand, so that
/// what needs no resolving needs no second object, and never leaves the assembly.
/// </summary>
internal abstract class UnresolvedValue(HoconOrigin origin) : HoconValue(origin)
{
    public sealed override HoconKind Kind => throw new UnreachableException("an unresolved value has no kind yet");

    /// <summary>Set while the resolver is inside this node; coming back to it is a cycle, or a look at an earlier value.</summary>
    internal bool InProgress { get; set; }

    public sealed override bool Equals(HoconValue? other) => ReferenceEquals(this, other);

    public sealed override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
