using System.Collections.Immutable;
using Helios.Linux;

namespace Helios.Control;

/// <summary>A reply and the descriptors that go with it.</summary>
/// <param name="Reply">What is said.</param>
/// <param name="Descriptors">Closed by the server when they have been sent, or cannot be; what the handler keeps it duplicates (<see cref="Duplicate"/>).</param>
public readonly record struct Answer(Reply Reply, ImmutableArray<FileFd> Descriptors)
{
    /// <summary>A reply alone.</summary>
    public static implicit operator Answer(Reply reply) => new(reply, []);

    /// <summary>A reply alone.</summary>
    public static Answer FromReply(Reply reply) => reply;
}
