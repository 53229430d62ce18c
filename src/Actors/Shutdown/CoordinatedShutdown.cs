#nullable disable annotations
using Helios.Actors.Configuration;
using Helios.Actors.Event;

namespace Helios.Actors;

/// <summary>Ends a system in phases: the tasks of one phase run at once, the next phase begins when all have ended or timed out.</summary>
/// <remarks>
/// <c>akka.coordinated-shutdown.phases.NAME.timeout</c> bounds a phase (5 s, 10 s for the last one), <c>recover = off</c> makes a
/// failed or late task end the shutdown there, <c>enabled = off</c> leaves the phase out, <c>depends-on</c> adds phases.
/// </remarks>
public sealed class CoordinatedShutdown : IExtension
{
    /// <summary>First phase: the application prepares.</summary>
    public const string PhaseBeforeServiceUnbind = "before-service-unbind";

    /// <summary>Stop accepting connections.</summary>
    public const string PhaseServiceUnbind = "service-unbind";

    /// <summary>Wait for requests that are being served.</summary>
    public const string PhaseServiceRequestsDone = "service-requests-done";

    /// <summary>Stop the services.</summary>
    public const string PhaseServiceStop = "service-stop";

    /// <summary>The application, before the cluster phases.</summary>
    public const string PhaseBeforeClusterShutdown = "before-cluster-shutdown";

    /// <summary>Cluster sharding.</summary>
    public const string PhaseClusterShardingShutdownRegion = "cluster-sharding-shutdown-region";

    /// <summary>Leave the cluster.</summary>
    public const string PhaseClusterLeave = "cluster-leave";

    /// <summary>Exit the cluster.</summary>
    public const string PhaseClusterExiting = "cluster-exiting";

    /// <summary>Exit of the cluster done.</summary>
    public const string PhaseClusterExitingDone = "cluster-exiting-done";

    /// <summary>Shut the cluster down.</summary>
    public const string PhaseClusterShutdown = "cluster-shutdown";

    /// <summary>The application, before the actors end.</summary>
    public const string PhaseBeforeActorSystemTerminate = "before-actor-system-terminate";

    /// <summary>Last phase: the actors end.</summary>
    public const string PhaseActorSystemTerminate = "actor-system-terminate";

    private static readonly string[] s_order =
    [
        PhaseBeforeServiceUnbind, PhaseServiceUnbind, PhaseServiceRequestsDone, PhaseServiceStop,
        PhaseBeforeClusterShutdown, PhaseClusterShardingShutdownRegion, PhaseClusterLeave, PhaseClusterExiting,
        PhaseClusterExitingDone, PhaseClusterShutdown, PhaseBeforeActorSystemTerminate, PhaseActorSystemTerminate,
    ];

    private readonly Dictionary<string, List<(string Name, Func<Task<Done>> Run)>> _tasks = new(StringComparer.Ordinal);
    private readonly List<string> _phases;
    private readonly Config _config;
    private readonly ILoggingAdapter _log;
    private Task<Done> _run;

    internal CoordinatedShutdown(ExtendedActorSystem system)
    {
        System = system;
        _log = Logging.GetLogger(system, nameof(CoordinatedShutdown));
        _config = system.Settings.Config.GetConfig("akka.coordinated-shutdown.phases", Config.Empty);
        _phases = PhaseOrder.Sort(s_order, _config);
    }

    /// <summary>The system.</summary>
    public ExtendedActorSystem System { get; }

    /// <summary>Why the shutdown runs, null before.</summary>
    public Reason ShutdownReason { get; private set; }

    /// <summary>The sum of the timeouts of all phases.</summary>
    public TimeSpan TotalTimeout => _phases.Aggregate(TimeSpan.Zero, (sum, phase) => sum + Timeout(phase));

    /// <summary>The shutdown of a system.</summary>
    public static CoordinatedShutdown Get(ActorSystem sys) => new CoordinatedShutdownExtension().Get(sys);

    /// <summary>Adds a task to a phase.</summary>
    /// <exception cref="ArgumentException">The phase is unknown or the name empty.</exception>
    public void AddTask(string phase, string taskName, Func<Task<Done>> task)
    {
        ArgumentException.ThrowIfNullOrEmpty(taskName);
        ArgumentNullException.ThrowIfNull(task);
        if (!_phases.Contains(phase))
        {
            throw new ArgumentException($"unknown phase '{phase}': the phases are {string.Join(", ", _phases)}", nameof(phase));
        }

        lock (_tasks)
        {
            if (!_tasks.TryGetValue(phase, out List<(string, Func<Task<Done>>)> tasks))
            {
                _tasks[phase] = tasks = [];
            }

            tasks.Add((taskName, task));
        }
    }

    /// <summary>How long a phase may take.</summary>
    public TimeSpan Timeout(string phase)
        => _config.GetTimeSpan(phase + ".timeout", TimeSpan.FromSeconds(phase == PhaseActorSystemTerminate ? 10 : 5));

    /// <summary>Runs the phases, once; a later call returns the same task.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="fromPhase">Leaves out the phases before.</param>
    public Task<Done> Run(Reason reason, string fromPhase = null)
    {
        lock (_tasks)
        {
            if (_run is null)
            {
                ShutdownReason = reason;
                _run = RunPhases(fromPhase);
            }

            return _run;
        }
    }

    private async Task<Done> RunPhases(string fromPhase)
    {
        // Off the caller's thread, which may be an actor that this shutdown is about to stop; a simulation has but one thread.
        await Task.CompletedTask.ConfigureAwait(
            ((ActorSystemImpl)System).CompletesAsynchronously ? ConfigureAwaitOptions.ForceYielding : ConfigureAwaitOptions.None);
        foreach (string phase in _phases.SkipWhile(phase => fromPhase is not null && phase != fromPhase))
        {
            if (phase == PhaseActorSystemTerminate)
            {
                await RunTasks(phase).ConfigureAwait(false);
                if (System.Settings.CoordinatedShutdownTerminateActorSystem || ShutdownReason is ActorSystemTerminateReason)
                {
                    System.Abort();
                    await Within(System.WhenTerminated, Timeout(phase)).ConfigureAwait(false);
                }
            }
            else if (_config.GetBoolean(phase + ".enabled", true))
            {
                await RunTasks(phase).ConfigureAwait(false);
            }
        }

        return Done.Instance;
    }

    private async Task RunTasks(string phase)
    {
        (string Name, Func<Task<Done>> Run)[] tasks;
        lock (_tasks)
        {
            tasks = _tasks.TryGetValue(phase, out List<(string, Func<Task<Done>>)> present) ? [.. present] : [];
        }

        if (tasks.Length == 0)
        {
            return;
        }

        bool recover = _config.GetBoolean(phase + ".recover", true);
        await Task.WhenAll(tasks.Select(task => RunTask(phase, task.Name, task.Run, recover))).ConfigureAwait(false);
    }

    /// <summary>Awaits a task for a time on the clock of the system.</summary>
    private async Task Within(Task task, TimeSpan limit)
    {
        TaskCompletionSource late = new();
        Cancelable timer = new(System.Scheduler);
        System.Scheduler.Advanced.ScheduleOnce(limit, () => late.TrySetException(new TimeoutException($"not done within {limit}")), timer);
        await (await Task.WhenAny(task, late.Task).ConfigureAwait(false)).ConfigureAwait(false);
        timer.Cancel();
    }

    private async Task RunTask(string phase, string name, Func<Task<Done>> run, bool recover)
    {
        try
        {
            await Within(run(), Timeout(phase)).ConfigureAwait(false);
        }
        catch (Exception e) when (recover)
        {
            if (e is TimeoutException)
            {
                _log.Warning("task {0} of phase {1} took longer than {2}", name, phase, Timeout(phase));
            }
            else
            {
                _log.Error(e, "task {0} of phase {1} failed: {2}", name, phase, e.Message);
            }
        }
    }

    /// <summary>Why a system shuts down.</summary>
    public abstract class Reason
    {
        /// <summary>The exit code that fits it.</summary>
        public abstract int ExitCode { get; }
    }

    /// <summary>Nobody said why.</summary>
    public class UnknownReason : Reason
    {
        /// <summary>The only instance.</summary>
        public static readonly Reason Instance = new UnknownReason();

        private UnknownReason()
        {
        }

        /// <inheritdoc/>
        public override int ExitCode => 1;
    }

    /// <summary>ActorSystem.Terminate was called.</summary>
    public class ActorSystemTerminateReason : Reason
    {
        /// <summary>The only instance.</summary>
        public static readonly Reason Instance = new ActorSystemTerminateReason();

        private ActorSystemTerminateReason()
        {
        }

        /// <inheritdoc/>
        public override int ExitCode => 0;
    }

    /// <summary>The process ends.</summary>
    public class ClrExitReason : Reason
    {
        /// <summary>The only instance.</summary>
        public static readonly Reason Instance = new ClrExitReason();

        private ClrExitReason()
        {
        }

        /// <inheritdoc/>
        public override int ExitCode => 0;
    }
}
