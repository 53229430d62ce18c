namespace Helios.Linux;

/// <summary>Both ends of a pipe, close-on-exec. See pipe(2).</summary>
public sealed class Pipe : IDisposable
{
    private Pipe(long flags) => (ReadEnd, WriteEnd) = PipeEnd.CreatePair(flags);

    /// <summary>Where bytes come out.</summary>
    public PipeEnd ReadEnd { get; }

    /// <summary>Where bytes go in.</summary>
    public PipeEnd WriteEnd { get; }

    /// <summary>A pipe of bytes.</summary>
    /// <param name="nonBlocking">Sets O_NONBLOCK on both ends.</param>
    public static Pipe Create(bool nonBlocking = false) => new(nonBlocking ? OpenFlags.O_NONBLOCK : 0);

    /// <summary>A pipe that keeps the boundaries of writes up to 4096 bytes (O_DIRECT).</summary>
    /// <inheritdoc cref="Create"/>
    public static Pipe CreatePacket(bool nonBlocking = false)
        => new(OpenFlags.O_DIRECT | (nonBlocking ? OpenFlags.O_NONBLOCK : 0));

    /// <inheritdoc/>
    public void Dispose()
    {
        ReadEnd.Dispose();
        WriteEnd.Dispose();
    }
}
