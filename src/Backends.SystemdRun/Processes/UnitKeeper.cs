using Helios.Backends.SystemdRun.Gates;
using Helios.Linux;

namespace Helios.Backends.SystemdRun.Processes;

/// <summary>The unit's main process: the gate, which is the payload's parent. Until it is let go, an ended payload stays a zombie, and the unit stays.</summary>
internal sealed class UnitKeeper(int processId, GateSocket gate) : IDisposable
{
    private readonly PidFd _process = PidFd.Open(processId);

    internal int ProcessId => processId;

    /// <summary>Lets it go on: it ends as the payload has ended, by the same code or signal, so that the unit's own result is the payload's.</summary>
    internal void LetGo() => gate.LetGo();

    /// <summary>Waits until systemd has reaped it, which it does once it has ended the unit; false when the time ran out, or before Linux 6.9.</summary>
    internal bool WaitUnitEnd(TimeSpan timeout) => Poll.WaitHangup(_process, timeout);

    public void Dispose() => _process.Dispose();
}
