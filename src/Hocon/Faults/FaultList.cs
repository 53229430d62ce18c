using System.Collections.Immutable;

namespace Helios.Hocon;

/// <summary>Collects faults so that a person can mend a file in one go, and stops when more would only be noise.</summary>
internal sealed class FaultList
{
    private const int Most = 50;
    private readonly List<HoconFault> _faults = [];

    internal bool IsFull => _faults.Count >= Most;

    internal int Count => _faults.Count;

    internal void Add(HoconOrigin origin, string message, string? path = null) => Add(new HoconFault(origin, message, path));

    internal void Add(HoconFault fault)
    {
        // The same literal can be reached through several substitutions; say it once.
        if (!IsFull && !_faults.Contains(fault))
        {
            _faults.Add(fault);
        }
    }

    internal void ThrowIfAny()
    {
        if (_faults.Count > 0)
        {
            throw new HoconException(_faults.ToImmutableArray());
        }
    }
}
