namespace Helios.Contracts;

/// <summary>The kernel objects of one container: pidfd, control group, synchronization pipe. It outlives whoever drives it.</summary>
/// <remarks>
/// Order: made by <see cref="IIsolationBackend.PrepareAsync"/>, started once, destroyed by <see cref="IAsyncDisposable.DisposeAsync"/>,
/// which kills what still runs and removes every trace; disposing is safe in every state and more than once.
/// </remarks>
public interface IContainer : IContainerProcess
{
    /// <summary>Its specification.</summary>
    ContainerSpec Spec { get; }

    /// <summary>Its control group, for people; null when it has none.</summary>
    string? Cgroup { get; }

    /// <summary>Launches its program; ends when the exec has succeeded. The caller's thread does not wait for the kernel.</summary>
    /// <exception cref="BackendException">A step failed; nothing of the container runs any more.</exception>
    Task StartAsync(CancellationToken cancellation);

    /// <summary>Starts another process inside; ends when its exec has succeeded. The caller's thread does not wait for the kernel.</summary>
    /// <exception cref="BackendException">A step failed, or the container no longer runs.</exception>
    Task<IContainerProcess> ExecAsync(ExecSpec spec, ContainerIo io, CancellationToken cancellation);

    /// <summary>Kills every process of the control group at once.</summary>
    Task KillAllAsync();

    /// <summary>Stops every process of the control group where it stands.</summary>
    Task FreezeAsync(CancellationToken cancellation);

    /// <summary>Lets a frozen container go on.</summary>
    Task ThawAsync(CancellationToken cancellation);

    /// <summary>Reads the figures now.</summary>
    ContainerStatistics ReadStatistics();

    /// <summary>Why it ended, from the wait status and the control group's events. Valid once <see cref="IContainerProcess.Exited"/> has ended.</summary>
    ExitCause ExplainExit(ExitStatus status);
}
