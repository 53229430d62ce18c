using Helios.Linux;

namespace Helios.Backends.SystemdRun.Processes;

/// <summary>The unit's main process, unshare, which waits as the payload's parent. While it stands still, an ended payload stays a zombie, and the unit stays.</summary>
internal sealed class UnitKeeper : IDisposable
{
    private readonly PidFd _process;

    private UnitKeeper(int processId)
    {
        ProcessId = processId;
        _process = PidFd.Open(processId);
    }

    internal int ProcessId { get; }

    /// <summary>Makes it stand still.</summary>
    internal static UnitKeeper Stop(int processId)
    {
        UnitKeeper keeper = new(processId);
        try
        {
            keeper._process.TrySignal((int)SignalNumbers.SIGSTOP);

            // It will end by the payload's signal, and one core file is enough.
            CoreFile.Forbid(processId);
            return keeper;
        }
        catch
        {
            keeper.Dispose();
            throw;
        }
    }

    /// <summary>Lets it go on: it ends as the payload has ended, by the same code or signal, so that the unit's own result is the payload's.</summary>
    internal void LetGo() => _process.TrySignal((int)SignalNumbers.SIGCONT);

    /// <summary>Waits until systemd has reaped it, which it does once it has ended the unit; false when the time ran out, or before Linux 6.9.</summary>
    internal bool WaitUnitEnd(TimeSpan timeout) => Poll.WaitHangup(_process, timeout);

    public void Dispose() => _process.Dispose();
}
