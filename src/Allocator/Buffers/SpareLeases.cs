namespace Helios.Allocator;

/// <summary>Lease objects that no thread keeps at the moment. Threads come here in batches only.</summary>
internal sealed class SpareLeases
{
    private const int Max = 4096;
    private readonly Lock _lock = new();
    private readonly List<SlabLease> _leases = [];

    internal int Take(Span<SlabLease?> into)
    {
        lock (_lock)
        {
            int count = Math.Min(into.Length, _leases.Count);
            for (int i = 0; i < count; i++)
            {
                into[i] = _leases[_leases.Count - 1 - i];
            }

            _leases.RemoveRange(_leases.Count - count, count);
            return count;
        }
    }

    /// <summary>Takes leases over; beyond a limit they are left to the collector.</summary>
    internal void Put(ReadOnlySpan<SlabLease?> leases)
    {
        lock (_lock)
        {
            for (int i = 0; i < leases.Length && _leases.Count < Max; i++)
            {
                _leases.Add(leases[i]!);
            }
        }
    }
}
