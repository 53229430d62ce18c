using Helios.Linux;

namespace Helios.Allocator;

/// <summary>The requests that got a mapping of their own.</summary>
internal sealed class LargeMappings : IDisposable
{
    private readonly Dictionary<nint, Mapping> _byAddress = [];

    internal Lock Lock { get; } = new();

    internal int Count => _byAddress.Count;

    /// <summary>Bytes mapped, in whole pages.</summary>
    internal nint MappedBytes { get; private set; }

    internal IEnumerable<KeyValuePair<nint, Mapping>> All => _byAddress;

    /// <summary>Takes a mapping over; <paramref name="address"/> is the aligned place in it that the user gets.</summary>
    internal void Add(nint address, Mapping mapping)
    {
        _byAddress.Add(address, mapping);
        MappedBytes += mapping.Length;
    }

    internal Mapping? Find(nint address) => _byAddress.GetValueOrDefault(address);

    internal Mapping? Remove(nint address)
    {
        if (_byAddress.Remove(address, out Mapping? mapping))
        {
            MappedBytes -= mapping.Length;
        }

        return mapping;
    }

    /// <summary>The mapping an address lies in, for Owns and for telling what a wrong pointer points at.</summary>
    internal KeyValuePair<nint, Mapping>? Around(nint address)
    {
        foreach (KeyValuePair<nint, Mapping> entry in _byAddress)
        {
            if (address >= entry.Value.Address && address < entry.Value.Address + entry.Value.Length)
            {
                return entry;
            }
        }

        return null;
    }

    public void Dispose()
    {
        lock (Lock)
        {
            foreach (Mapping mapping in _byAddress.Values)
            {
                mapping.Dispose();
            }

            _byAddress.Clear();
            MappedBytes = 0;
        }
    }
}
