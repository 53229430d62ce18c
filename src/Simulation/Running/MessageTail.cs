using System.Collections.Immutable;
using Helios.Supervisor.TestKit;

namespace Helios.Simulation;

/// <summary>The last messages, for the report of a violated invariant.</summary>
internal sealed class MessageTail
{
    private readonly TracedMessage[] _ring = new TracedMessage[64];
    private long _count;

    internal void Add(TracedMessage message) => _ring[_count++ % _ring.Length] = message;

    internal ImmutableArray<string> Lines()
    {
        ImmutableArray<string>.Builder lines = ImmutableArray.CreateBuilder<string>();
        for (long i = Math.Max(0, _count - _ring.Length); i < _count; i++)
        {
            lines.Add(_ring[i % _ring.Length].ToString());
        }

        return lines.DrainToImmutable();
    }
}
