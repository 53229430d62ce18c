namespace Helios.Linux;

/// <summary>A child between clone3 and the release of its last hold: nothing of the payload has run.</summary>
public sealed class HeldProcess
{
    private readonly SynchronizationPipe _pipe;
    private readonly int _holds;
    private int _released;

    internal HeldProcess(int pid, PidFd pidFd, SynchronizationPipe pipe, int holds)
    {
        Pid = pid;
        PidFd = pidFd;
        _pipe = pipe;
        _holds = holds;
    }

    /// <summary>The child's number as the launcher sees it: for /proc paths, id maps and cgroup.procs. It cannot be recycled before the launch ends.</summary>
    /// <remarks>After a nested clone it is still the first process; the one that goes on is its child and has inherited its cgroup.</remarks>
    public int Pid { get; }

    /// <summary>The child; owned by the launch, which disposes it when the launch fails.</summary>
    public PidFd PidFd { get; }

    /// <summary>Lets the child pass <paramref name="hold"/> and all holds before it. A child that has died by then is no error here: the launch reports its step.</summary>
    public void Release(SpawnHold hold) => ReleaseUpTo(hold.Ordinal + 1);

    internal void ReleaseAll() => ReleaseUpTo(_holds);

    private void ReleaseUpTo(int count)
    {
        while (_released < count)
        {
            _pipe.Release();
            _released++;
        }
    }
}
