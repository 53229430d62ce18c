using Helios.Allocator;

namespace Helios.Daemon;

/// <summary>The heap under all buffers of this process: frames of the control socket, batches of log files, fleet and state files.</summary>
/// <remarks>
/// <para>Private, not shared. A peer could not find its way in a mapped heap, because the metadata is never in it, and would only see what others
/// say to the daemon; so <c>helios mem</c> asks for a snapshot. Log rings are memfds of their own, one for each container, because each
/// is given to readers that may see that container's output only.</para>
/// <para>It lives as long as the process: an answer may still be on its way on the pool when everything else has ended, and memory that is unmapped
/// under it would be a crash.</para>
/// </remarks>
internal static class DaemonHeap
{
    private const long CapBytes = 1L << 30;

    // A burst of large replies is rare in a daemon; what it leaves goes back soon.
    private const long RetainBytes = 2 << 20;

    /// <summary>The heap as a pool.</summary>
    internal static SlabMemoryPool Buffers { get; } = new(new SlabAllocatorOptions { CapBytes = CapBytes, RetainBytes = RetainBytes, KeptEmptySlabs = 1 });
}
