namespace Helios.Contracts;

/// <summary>A container whose own network can be reached from outside, even when it has nothing but a loopback device.</summary>
/// <remarks>Nothing of the container's image runs: the connection is made by the supervisor from a socket that was created in the container's namespace.</remarks>
public interface IContainerNetwork : IContainer
{
    /// <summary>Connects to a TCP port of 127.0.0.1 as a process inside would.</summary>
    /// <exception cref="IOException">Refused, unreachable, or the container does not run.</exception>
    ValueTask<Stream> ConnectAsync(int port, CancellationToken cancellation);
}
