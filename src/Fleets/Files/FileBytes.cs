using System.Buffers;
using Helios.Linux;

namespace Helios.Fleets;

/// <summary>A whole file in one rented buffer: a fleet of thousands is megabytes, which the collector need not move or remember.</summary>
internal sealed class FileBytes : IDisposable
{
    private readonly IMemoryOwner<byte> _buffer;
    private readonly int _length;

    private FileBytes(IMemoryOwner<byte> buffer, int length) => (_buffer, _length) = (buffer, length);

    /// <summary>What is in it; valid until <see cref="Dispose"/>.</summary>
    internal ReadOnlyMemory<byte> Memory => _buffer.Memory[.._length];

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">It cannot be read, changes its length meanwhile, or is longer than any buffer.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    internal static FileBytes Read(string path, MemoryPool<byte> buffers)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        if (file.Length > buffers.MaxBufferSize)
        {
            throw new ReasonException($"{path} has {file.Length} bytes; the most is {buffers.MaxBufferSize}");
        }

        int length = (int)file.Length;
        IMemoryOwner<byte> buffer = buffers.Rent(length);
        try
        {
            file.ReadExactly(buffer.Memory.Span[..length]);
            return new FileBytes(buffer, length);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();
}
