using System.Runtime.CompilerServices;

namespace Helios.Allocator;

/// <content>Buffers with an object that stands for each, for <see cref="SlabMemoryPool"/>.</content>
public sealed unsafe partial class SlabAllocator
{
    /// <summary>Hands out a buffer of a class with an object that stands for it.</summary>
    /// <exception cref="HeapExhaustedException">The cap does not allow it.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal SlabLease Rent(int sizeClass)
    {
        MagazineRack* rack = t_rack;
        if (rack is not null && rack->HeapNumber == _number)
        {
            LeaseStack* stack = MagazineRack.LeasesOf(rack, sizeClass);
            int count = stack->Count - 1;
            if (count >= 0)
            {
                stack->Count = count;
                SlabLease lease = _leases[stack->Numbers[count]];
                byte* state = lease.State;
                if (*state < HeapLayout.InUse)
                {
                    *state = (byte)(sizeClass | HeapLayout.InUse);
                    lease.Revive();
                    return lease;
                }

                ThrowHandedOutTwice(lease.Bound);
            }
        }

        return RentSlow(sizeClass);
    }

    /// <summary>Hands out a buffer of a size that has no class with an object that stands for it.</summary>
    /// <exception cref="HeapExhaustedException">The cap does not allow it.</exception>
    internal SlabLease RentUnclassed(int bytes)
    {
        ThrowIfDisposed();
        MagazineRack* rack = _cachesEnabled ? OwnCache().Rack : null;
        return Bind(rack, AllocateSlow(bytes), bytes, SlabLease.Unclassed, null);
    }

    /// <summary>Takes a rented buffer back; the lease knows its class, so only the check of <see cref="Free"/> is left to do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void ReturnLease(SlabLease lease, nint address)
    {
        MagazineRack* rack = t_rack;
        int sizeClass = lease.SizeClass;
        if (rack is not null && rack->HeapNumber == _number)
        {
            // The capacity is asked first: it is 0 when the heap is gone, and with it the state bytes.
            LeaseStack* stack = MagazineRack.LeasesOf(rack, sizeClass);
            int count = stack->Count;
            if (count < stack->Capacity && *lease.State == (byte)(sizeClass | HeapLayout.InUse))
            {
                *lease.State = (byte)(sizeClass | HeapLayout.Freed);
                stack->Numbers[count] = lease.Number;
                stack->Count = count + 1;
                return;
            }
        }

        ReturnLeaseSlow(lease, address);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private SlabLease RentSlow(int sizeClass)
    {
        ThrowIfDisposed();
        MagazineRack* rack = _cachesEnabled ? OwnCache().Rack : null;
        nint address = rack is not null ? TakeCached(rack, sizeClass) : 0;
        int bytes = HeapLayout.BytesOf(sizeClass);
        if (address == 0)
        {
            address = AllocateSlow(bytes);
        }

        return Bind(rack, address, bytes, sizeClass, _states + ((address - _base) >> HeapLayout.GranuleShift));
    }

    private SlabLease Bind(MagazineRack* rack, nint address, int bytes, int sizeClass, byte* state)
    {
        // In checked mode every lease is an object of its own, so a use after return can never hit the next renter's buffer.
        SlabLease lease = rack is not null ? TakeLease(rack) : new SlabLease(this, SlabLease.Unnumbered);
        lease.Fill(address, bytes, sizeClass, state);
        return lease;
    }

    private SlabLease TakeLease(MagazineRack* rack)
    {
        if (rack->LeaseCount == 0)
        {
            _leases.Fill(rack);
        }

        return _leases[rack->Leases[--rack->LeaseCount]];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReturnLeaseSlow(SlabLease lease, nint address)
    {
        // A buffer that outlives its heap has nothing left to return.
        if (_rangeBytes == 0)
        {
            return;
        }

        lease.Unbind();
        Free(address);
        if (lease.Number != SlabLease.Unnumbered)
        {
            GiveBack(OwnCache().Rack, lease.Number);
        }
    }

    /// <summary>Keeps the number of a lease without a buffer.</summary>
    private void GiveBack(MagazineRack* rack, int number)
    {
        if (rack->LeaseCount == MagazineRack.MaxLeases)
        {
            _leases.Drain(rack, MagazineRack.MaxLeases / 2);
        }

        rack->Leases[rack->LeaseCount++] = number;
    }

    /// <summary>Takes the buffers of all returned leases of a thread away from them and gives them to the classes.</summary>
    private void FlushLeases(MagazineRack* rack)
    {
        long* addresses = stackalloc long[LeaseStack.MaxLeases];
        for (int sizeClass = 0; sizeClass < HeapLayout.ClassCount; sizeClass++)
        {
            LeaseStack* stack = MagazineRack.LeasesOf(rack, sizeClass);
            int count = stack->Count;
            stack->Count = 0;
            for (int i = 0; i < count; i++)
            {
                SlabLease lease = _leases[stack->Numbers[i]];
                addresses[i] = lease.Bound;
                lease.Unbind();
                GiveBack(rack, lease.Number);
            }

            ReturnToCentre(sizeClass, addresses, count);
        }
    }
}
