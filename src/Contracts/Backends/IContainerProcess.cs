using Microsoft.Win32.SafeHandles;

namespace Helios.Contracts;

/// <summary>A process a backend started. It is named by a pidfd underneath, so a recycled number can never be signalled.</summary>
public interface IContainerProcess : IAsyncDisposable
{
    /// <summary>Its number on the host, for printing and for /proc.</summary>
    int ProcessId { get; }

    /// <summary>Ends when it has ended and been reaped. Never faults.</summary>
    Task<ExitStatus> Exited { get; }

    /// <summary>The master side of its terminal; null without one. Owned by this object.</summary>
    SafeFileHandle? Terminal { get; }

    /// <summary>Sends a signal to it; false when it is already gone.</summary>
    bool TrySignal(Signal signal);

    /// <summary>Tells the terminal its new size.</summary>
    void Resize(TerminalSize size);
}
