using System.Buffers;

namespace Helios.Control;

/// <summary>The bounds of a server. Together they bound its memory, whatever its clients do.</summary>
public sealed record ControlServerOptions
{
    /// <summary>The most connections; the next one is told to come back later.</summary>
    public int MostConnections { get; init; } = 256;

    /// <summary>The most requests of one connection at once; a further one is refused.</summary>
    public int MostRequests { get; init; } = 64;

    /// <summary>What may wait to be read by one client, in bytes, before it is disconnected. One reply, whatever its size, may always wait.</summary>
    public int MostQueuedBytes { get; init; } = 4 << 20;

    /// <summary>Where the bytes of requests and replies are kept while they are on their way. The server does not own it.</summary>
    public MemoryPool<byte> Buffers { get; init; } = MemoryPool<byte>.Shared;

    /// <summary>What the welcome calls the server.</summary>
    public string Program { get; init; } = "heliosd";

    /// <summary>The permissions of the socket's name.</summary>
    public UnixFileMode Mode { get; init; } = UnixFileMode.UserRead | UnixFileMode.UserWrite;
}
