using Helios.Actors.Dispatch;

namespace Helios.Actors.Setup;

/// <summary>Replaces the clock and the threads of a system: for simulation and tests.</summary>
internal sealed class EngineSetup(SchedulerBase? scheduler, MessageDispatcher? dispatcher, IWaiting? waiting = null) : Setup
{
    internal static readonly EngineSetup Default = new(null, null);

    internal SchedulerBase? Scheduler => scheduler;

    /// <summary>Runs every actor whatever dispatcher it asks for.</summary>
    internal MessageDispatcher? Dispatcher => dispatcher;

    /// <summary>How a test waits, null for real time.</summary>
    internal IWaiting? Waiting => waiting;
}
