namespace Helios.Contracts;

/// <summary>A container that lives in this process: its output and its notifications come as calls, because it holds no descriptors.</summary>
/// <remarks>Implemented by the containers of a backend that lacks <see cref="Feature.Descriptors"/>. The calls come one at a time.</remarks>
public interface IInProcessContainer : IContainer
{
    /// <summary>It wrote to standard output (false) or standard error (true).</summary>
    event Action<bool, ReadOnlyMemory<byte>>? Written;

    /// <summary>It sent a datagram to the socket of sd_notify(3).</summary>
    event Action<string>? Notified;
}
