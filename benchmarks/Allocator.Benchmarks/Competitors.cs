using System.Buffers;
using System.Runtime.InteropServices;

namespace Helios.Allocator.Benchmarks;

internal struct HeliosHeap : IBuffers<nint>
{
    internal static readonly SlabAllocator Heap = new(new SlabAllocatorOptions { CapBytes = 4L << 30 });

    public static string Name => "SlabAllocator";

    public static bool IsAvailable => true;

    public static nint Take(int bytes) => Heap.Allocate(bytes);

    public static void Give(nint buffer) => Heap.Free(buffer);

    public static void Touch(nint buffer, int bytes) => Native.Touch(buffer, bytes);
}

internal struct HeliosPool : IBuffers<IMemoryOwner<byte>>
{
    private static readonly SlabMemoryPool s_pool = new(HeliosHeap.Heap, ownsHeap: false);

    public static string Name => "SlabMemoryPool";

    public static bool IsAvailable => true;

    public static IMemoryOwner<byte> Take(int bytes) => s_pool.Rent(bytes);

    public static void Give(IMemoryOwner<byte> buffer) => buffer.Dispose();

    public static void Touch(IMemoryOwner<byte> buffer, int bytes) => Native.Touch(buffer.Memory.Span);
}

/// <summary>glibc through NativeMemory: what a .NET program would use instead.</summary>
internal unsafe struct Malloc : IBuffers<nint>
{
    public static string Name => "NativeMemory (malloc)";

    public static bool IsAvailable => true;

    public static nint Take(int bytes) => (nint)NativeMemory.Alloc((nuint)bytes);

    public static void Give(nint buffer) => NativeMemory.Free((void*)buffer);

    public static void Touch(nint buffer, int bytes) => Native.Touch(buffer, bytes);
}

/// <summary>glibc called without a GC transition: as near to what a C program pays as .NET gets.</summary>
internal struct BareMalloc : IBuffers<nint>
{
    public static string Name => "malloc, bare call";

    public static bool IsAvailable => true;

    public static nint Take(int bytes) => Native.malloc_bare(bytes);

    public static void Give(nint buffer) => Native.free_bare(buffer);

    public static void Touch(nint buffer, int bytes) => Native.Touch(buffer, bytes);
}

internal struct Mimalloc : IBuffers<nint>
{
    public static string Name => "mimalloc";

    public static bool IsAvailable { get; } = NativeLibrary.TryLoad("libmimalloc.so.2", out _);

    public static nint Take(int bytes) => Native.mi_malloc(bytes);

    public static void Give(nint buffer) => Native.mi_free(buffer);

    public static void Touch(nint buffer, int bytes) => Native.Touch(buffer, bytes);
}

internal struct Jemalloc : IBuffers<nint>
{
    public static string Name => "jemalloc";

    public static bool IsAvailable { get; } = NativeLibrary.TryLoad("libjemalloc.so.2", out _);

    public static nint Take(int bytes) => Native.je_malloc(bytes);

    public static void Give(nint buffer) => Native.je_free(buffer);

    public static void Touch(nint buffer, int bytes) => Native.Touch(buffer, bytes);
}

internal struct SharedArrayPool : IBuffers<byte[]>
{
    public static string Name => "ArrayPool.Shared";

    public static bool IsAvailable => true;

    public static byte[] Take(int bytes) => ArrayPool<byte>.Shared.Rent(bytes);

    public static void Give(byte[] buffer) => ArrayPool<byte>.Shared.Return(buffer);

    public static void Touch(byte[] buffer, int bytes) => Native.Touch(buffer);
}

internal struct SharedMemoryPool : IBuffers<IMemoryOwner<byte>>
{
    public static string Name => "MemoryPool.Shared";

    public static bool IsAvailable => true;

    public static IMemoryOwner<byte> Take(int bytes) => MemoryPool<byte>.Shared.Rent(bytes);

    public static void Give(IMemoryOwner<byte> buffer) => buffer.Dispose();

    public static void Touch(IMemoryOwner<byte> buffer, int bytes) => Native.Touch(buffer.Memory.Span);
}
