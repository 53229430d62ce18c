using System.Runtime.InteropServices;

namespace Helios.Allocator.Benchmarks;

internal static unsafe partial class Native
{
    [LibraryImport("libc", EntryPoint = "malloc")]
    [SuppressGCTransition]
    internal static partial nint malloc_bare(nint bytes);

    [LibraryImport("libc", EntryPoint = "free")]
    [SuppressGCTransition]
    internal static partial void free_bare(nint buffer);

    [LibraryImport("libmimalloc.so.2")]
    internal static partial nint mi_malloc(nint bytes);

    [LibraryImport("libmimalloc.so.2")]
    internal static partial void mi_free(nint buffer);

    [LibraryImport("libjemalloc.so.2", EntryPoint = "malloc")]
    internal static partial nint je_malloc(nint bytes);

    [LibraryImport("libjemalloc.so.2", EntryPoint = "free")]
    internal static partial void je_free(nint buffer);

    [LibraryImport("libc")]
    private static partial int sched_setaffinity(int pid, nint size, ulong* mask);

    /// <summary>Keeps the calling thread on one processor (the last of the first 64). Best effort.</summary>
    internal static void Pin()
    {
        ulong mask = 1UL << (Math.Min(Environment.ProcessorCount, 64) - 1);
        _ = sched_setaffinity(0, sizeof(ulong), &mask);
    }

    internal static void Unpin()
    {
        ulong mask = ulong.MaxValue;
        _ = sched_setaffinity(0, sizeof(ulong), &mask);
    }

    internal static void Touch(nint buffer, int bytes) => Touch(new Span<byte>((void*)buffer, bytes));

    internal static void Touch(Span<byte> buffer)
    {
        for (int i = 0; i < buffer.Length; i += 4096)
        {
            buffer[i] = 1;
        }
    }
}
