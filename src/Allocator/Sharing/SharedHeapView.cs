using Helios.Linux;

namespace Helios.Allocator;

/// <summary>Another process's shared heap, mapped here. Buffers are named by offset, which means the same on both sides.</summary>
/// <remarks>
/// The owner alone allocates and frees; offsets travel in messages, and who holds one says when it is done with it. So a process
/// that dies or lies can spoil the buffers it was given write access to, but never the heap. The file's size is sealed: no access
/// inside the heap can fault.
/// </remarks>
public sealed unsafe class SharedHeapView : IDisposable
{
    private readonly Mapping _mapping;

    /// <summary>Maps the heap behind a descriptor that <see cref="SlabAllocator.File"/> or a copy of it refers to.</summary>
    /// <param name="file">The memfd; it may be closed afterwards.</param>
    /// <param name="writable">Whether this side may write into buffers; needs a descriptor opened for writing.</param>
    /// <exception cref="InvalidDataException">The file is not a shared heap.</exception>
    public SharedHeapView(MemoryFile file, bool writable)
    {
        ArgumentNullException.ThrowIfNull(file);
        long length = file.Length;
        if (length < sizeof(SharedHeapHeader))
        {
            throw new InvalidDataException($"not a shared heap: the file has only {length} bytes");
        }

        _mapping = Mapping.Of(file, 0, (nint)length, writable ? MappingAccess.ReadWrite : MappingAccess.Read);
        SharedHeapHeader header = *(SharedHeapHeader*)_mapping.Address;
        if (header.Magic != SharedHeapHeader.ExpectedMagic || header.Version != SharedHeapHeader.ExpectedVersion || header.CapBytes != length)
        {
            _mapping.Dispose();
            throw new InvalidDataException($"not a shared heap of version {SharedHeapHeader.ExpectedVersion}: magic {header.Magic:x16}, version {header.Version}, {header.CapBytes} of {length} bytes");
        }

        CapBytes = length;
        IsWritable = writable;
    }

    /// <summary>The heap's cap, which bounds every offset.</summary>
    public long CapBytes { get; }

    /// <summary>Whether <see cref="Write"/> is allowed.</summary>
    public bool IsWritable { get; }

    /// <summary>A buffer of the other side, for reading.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not inside the heap.</exception>
    public ReadOnlySpan<byte> Read(long offset, int length) => Slice(offset, length);

    /// <summary>A buffer of the other side, for writing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not inside the heap.</exception>
    /// <exception cref="UnauthorizedAccessException">The view is read-only.</exception>
    public Span<byte> Write(long offset, int length)
        => IsWritable ? Slice(offset, length) : throw new UnauthorizedAccessException("this view of the heap is read-only");

    /// <summary>Unmaps the heap; spans taken from it must not be used any more.</summary>
    public void Dispose() => _mapping.Dispose();

    private Span<byte> Slice(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_mapping.IsClosed, this);
        if (offset < HeapLayout.HeaderBytes || length < 0 || offset > CapBytes - length)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), $"{offset}+{length} is not inside a shared heap of {CapBytes} bytes");
        }

        // Sound because the range was checked and the mapping lives until Dispose.
        return new Span<byte>((void*)(_mapping.Address + (nint)offset), length);
    }
}
