using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;

namespace Helios.Supervisor.TestKit;

/// <summary>Makes the dispatcher of a <see cref="DeterministicSystem"/>; one a name, as Akka asks for it again and again.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Akka makes it, by name")]
internal sealed class SeededDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites) : MessageDispatcherConfigurator(config, prerequisites)
{
    private SeededDispatcher? _dispatcher;

    public override MessageDispatcher Dispatcher()
        => _dispatcher ??= new SeededDispatcher(this, (VirtualScheduler)Prerequisites.Scheduler, Config.GetString("id"));
}

/// <summary>A dispatcher without threads: mailboxes wait in the scheduler's list until the seed draws them. One message a turn, so that every order can come.</summary>
internal sealed class SeededDispatcher : MessageDispatcher
{
    private readonly VirtualScheduler _scheduler;

    internal SeededDispatcher(MessageDispatcherConfigurator configurator, VirtualScheduler scheduler, string? id)
        : base(configurator)
    {
        _scheduler = scheduler;
        Id = id ?? "seeded";
        Throughput = 1;
        ShutdownTimeout = TimeSpan.FromSeconds(1);
    }

    public override void Dispatch(ActorCell cell, Envelope envelope)
    {
        if (!_scheduler.IsSilenced(cell))
        {
            _scheduler.Trace(cell, envelope);
            base.Dispatch(cell, envelope);
        }
    }

    public override void SystemDispatch(ActorCell cell, SystemMessage message)
    {
        if (!_scheduler.IsSilenced(cell))
        {
            base.SystemDispatch(cell, message);
        }
    }

    protected override void ExecuteTask(IRunnable run) => _scheduler.Ready(run);

    protected override void Shutdown()
    {
    }
}
