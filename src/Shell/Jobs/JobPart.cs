using Helios.Linux;

namespace Helios.Shell;

/// <summary>What a job, or a part of it, does.</summary>
internal enum JobState
{
    Running,
    Stopped,
    Done,
}

/// <summary>One stage of a job's pipeline.</summary>
internal abstract class JobPart
{
    internal JobState State { get; private protected set; }

    /// <summary>How it ended, or which signal stopped it.</summary>
    internal WaitStatus Status { get; private protected set; }

    /// <summary>What becomes readable when it ends.</summary>
    internal abstract int WaitDescriptor { get; }

    /// <summary>Looks whether anything has changed.</summary>
    internal abstract void Update();

    internal abstract void Close();
}

/// <summary>A stage that is a process.</summary>
internal sealed class ProcessPart(SpawnedProcess process) : JobPart
{
    internal SpawnedProcess Process => process;

    internal int Pid => process.Pid;

    internal override int WaitDescriptor => process.PidFd.Number;

    internal override void Update()
    {
        while (State != JobState.Done && process.TryTakeChange(out WaitStatus status) is not ChildChange.None and ChildChange change)
        {
            State = change switch
            {
                ChildChange.Ended => JobState.Done,
                ChildChange.Stopped => JobState.Stopped,
                _ => JobState.Running,
            };
            Status = status;
        }
    }

    /// <summary>The shell has sent SIGCONT: what the kernel says about it later is no news.</summary>
    internal void Continue() => State = State == JobState.Stopped ? JobState.Running : State;

    internal override void Close() => process.Dispose();
}

/// <summary>A stage that is a part of this shell: a builtin or a subshell on a thread of its own.</summary>
internal sealed class ThreadPart : JobPart
{
    private const int StackBytes = 1 << 20;

    private readonly EventFd _done = EventFd.Create();
    private readonly Thread _thread;
    private int _status;

    internal ThreadPart(Func<int> run)
    {
        _thread = new Thread(
            () =>
            {
                _status = run();
                _done.Signal();
            },
            StackBytes)
        { IsBackground = true, Name = "helios shell stage" };
        _thread.Start();
    }

    internal override int WaitDescriptor => _done.Number;

    internal override void Update()
    {
        if (State == JobState.Running && Poll.IsReadable(_done))
        {
            _thread.Join();
            State = JobState.Done;
            Status = new WaitStatus(_status, 0, false);
        }
    }

    internal override void Close()
    {
        _thread.Join();
        _done.Dispose();
    }
}

/// <summary>
/// A stage that has ended before the job was waited for: a builtin in the shell's own thread, a program that could not be started or that a key ended before
/// its first instruction.
/// </summary>
internal sealed class EndedPart : JobPart
{
    internal EndedPart(int status)
        : this(new WaitStatus(status, 0, false))
    {
    }

    internal EndedPart(WaitStatus status) => (State, Status) = (JobState.Done, status);

    internal override int WaitDescriptor => -1;

    internal override void Update()
    {
    }

    internal override void Close()
    {
    }
}
