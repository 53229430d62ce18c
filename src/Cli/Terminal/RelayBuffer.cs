namespace Helios.Cli;

/// <summary>Bytes on their way from one descriptor to another: filled when empty, then written out from the front.</summary>
internal sealed class RelayBuffer
{
    private readonly byte[] _bytes = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>Whether all has been written out.</summary>
    internal bool IsEmpty => _start == _end;

    /// <summary>Where an empty buffer is filled.</summary>
    internal Span<byte> Space => _bytes;

    /// <summary>What is still to be written.</summary>
    internal ReadOnlySpan<byte> Pending => _bytes.AsSpan(_start.._end);

    /// <summary>Says how many bytes of <see cref="Space"/> are filled.</summary>
    internal void Fill(int count) => (_start, _end) = (0, count);

    /// <summary>Says how many bytes of <see cref="Pending"/> are written.</summary>
    internal void Take(int count) => _start += count;

    /// <summary>Forgets what is left.</summary>
    internal void Clear() => (_start, _end) = (0, 0);
}
