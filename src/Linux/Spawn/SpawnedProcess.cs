namespace Helios.Linux;

/// <summary>A launched process: its pidfd, and the right to wait for it.</summary>
/// <remarks>Disposing it closes the pidfd and neither kills nor reaps the process: wait for it first.</remarks>
public sealed class SpawnedProcess : IDisposable
{
    private readonly Lock _gate = new();
    private WaitStatus? _status;

    internal SpawnedProcess(int pid, PidFd pidFd)
    {
        Pid = pid;
        PidFd = pidFd;
    }

    /// <summary>Its number as the launcher sees it: for printing and /proc paths, never for signalling.</summary>
    public int Pid { get; }

    /// <summary>The process; poll it to learn of its end.</summary>
    public PidFd PidFd { get; }

    /// <summary>Blocks the thread until the process has ended, reaps it and tells how it ended. May be called again, from any thread.</summary>
    public WaitStatus Wait()
    {
        WaitStatus status;
        // The lock is not held while the process lives: another thread may ask TryWait meanwhile.
        while (!TryWait(out status))
        {
            Poll.WaitReadable(PidFd, Timeout.InfiniteTimeSpan);
            if (TryWait(out status))
            {
                break;
            }

            // Ended, but not our child: its status shows when its own parent has reaped it.
            Poll.WaitHangup(PidFd);
        }

        return status;
    }

    /// <summary>Reaps the process when it has ended. False while it lives.</summary>
    public bool TryWait(out WaitStatus status)
    {
        lock (_gate)
        {
            if (_status is null && Reaping.TryReap(PidFd, out WaitStatus ended))
            {
                _status = ended;
            }

            status = _status.GetValueOrDefault();
            return _status is not null;
        }
    }

    /// <summary>Asks for the next change without blocking: an end (which is reaped), a stop or a continuation.</summary>
    /// <param name="status">How it ended; for a stop, <see cref="WaitStatus.Signal"/> is what stopped it.</param>
    public ChildChange TryTakeChange(out WaitStatus status)
    {
        lock (_gate)
        {
            if (_status is { } ended)
            {
                status = ended;
                return ChildChange.Ended;
            }

            ChildChange change = Reaping.TryTakeChange(PidFd, out status);
            if (change == ChildChange.Ended)
            {
                _status = status;
            }

            return change;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => PidFd.Dispose();
}
