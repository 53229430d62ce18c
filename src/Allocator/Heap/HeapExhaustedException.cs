namespace Helios.Allocator;

/// <summary>The heap's cap does not allow the request. Freeing memory, or a heap with a higher cap, helps.</summary>
public sealed class HeapExhaustedException : OutOfMemoryException
{
    internal HeapExhaustedException(nint requestedBytes, nint capBytes, nint freeBytes, nint largestFreeBytes)
        : base($"no room for {requestedBytes} bytes: the heap is capped at {capBytes}, {freeBytes} are free, the largest free piece is {largestFreeBytes}")
    {
        RequestedBytes = requestedBytes;
        CapBytes = capBytes;
    }

    /// <summary>What was asked for.</summary>
    public nint RequestedBytes { get; }

    /// <summary>The limit that stood in the way.</summary>
    public nint CapBytes { get; }
}
