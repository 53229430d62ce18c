namespace Helios.Linux;

/// <summary>What wait4 said of a traced thread: it ended, or it stopped and why. See ptrace(2), "Stopped states".</summary>
/// <param name="ThreadId">The thread.</param>
/// <param name="Raw">The status word.</param>
/// <param name="Usage">What the process used, when it ended.</param>
public readonly record struct TraceStatus(int ThreadId, int Raw, ResourceUsage Usage)
{
    /// <summary>Whether the thread is stopped; else it has ended.</summary>
    public bool IsStopped => (Raw & 0xFF) == 0x7F;

    /// <summary>The signal of a stop.</summary>
    public int StopSignal => (Raw >> 8) & 0xFF;

    /// <summary>PTRACE_EVENT_* of a stop; 0 for a signal or a system call.</summary>
    public int Event => (Raw >> 16) & 0xFFFF;

    /// <summary>How a thread that is not stopped has ended.</summary>
    public WaitStatus End => WaitStatus.FromRaw(Raw);
}

/// <summary>What a process has used by its end. See getrusage(2).</summary>
/// <param name="User">Processor time in user mode.</param>
/// <param name="System">Processor time in the kernel.</param>
/// <param name="PeakMemory">The most resident memory at a time, in bytes.</param>
public readonly record struct ResourceUsage(TimeSpan User, TimeSpan System, long PeakMemory);
