namespace Helios.Allocator;

/// <summary>Spare lease objects: a stack for each thread, and a common one that evens out threads that only rent or only return.</summary>
internal static class LeaseObjects
{
    private const int PerThread = 64;
    private const int MaxShared = 4096;

    private static readonly Lock s_lock = new();
    private static readonly SlabLease?[] s_shared = new SlabLease?[MaxShared];
    private static int s_sharedCount;

    [ThreadStatic]
    private static Spares? t_spares;

    internal static SlabLease Get()
    {
        Spares? spares = t_spares;
        if (spares is not null && spares.Count > 0)
        {
            return spares.Objects[--spares.Count]!;
        }

        return Refill();
    }

    internal static void Put(SlabLease lease)
    {
        Spares spares = t_spares ??= new Spares();
        if (spares.Count == PerThread)
        {
            Share(spares);
        }

        spares.Objects[spares.Count++] = lease;
    }

    private static SlabLease Refill()
    {
        Spares spares = t_spares ??= new Spares();
        lock (s_lock)
        {
            int count = Math.Min(PerThread / 2, s_sharedCount);
            s_sharedCount -= count;
            Array.Copy(s_shared, s_sharedCount, spares.Objects, 0, count);
            Array.Clear(s_shared, s_sharedCount, count);
            spares.Count = count;
        }

        return spares.Count > 0 ? spares.Objects[--spares.Count]! : new SlabLease();
    }

    /// <summary>Moves half to the common stack; what does not fit there is left to the collector.</summary>
    private static void Share(Spares spares)
    {
        spares.Count -= PerThread / 2;
        lock (s_lock)
        {
            int count = Math.Min(PerThread / 2, MaxShared - s_sharedCount);
            Array.Copy(spares.Objects, spares.Count, s_shared, s_sharedCount, count);
            s_sharedCount += count;
        }
    }

    private sealed class Spares
    {
        internal readonly SlabLease?[] Objects = new SlabLease?[PerThread];
        internal int Count;
    }
}
