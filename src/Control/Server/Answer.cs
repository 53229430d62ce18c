using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Helios.Control;

/// <summary>A reply and the descriptors that go with it.</summary>
/// <param name="Reply">What is said.</param>
/// <param name="Descriptors">Duplicated at once; the handler keeps its own.</param>
public readonly record struct Answer(Reply Reply, ImmutableArray<SafeHandle> Descriptors)
{
    /// <summary>A reply alone.</summary>
    public static implicit operator Answer(Reply reply) => new(reply, []);

    /// <summary>A reply alone.</summary>
    public static Answer FromReply(Reply reply) => reply;
}
