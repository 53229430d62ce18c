namespace Helios.Actors.Tests;

/// <summary>Reports its lifecycle to a reference and does what it is told.</summary>
internal sealed class Worker : ReceiveActor, IWithTimers, IWithStash
{
    private readonly IActorRef _report;
    private readonly string _name;

    public Worker(IActorRef report, string name)
    {
        _report = report;
        _name = name;
        Receive<Fail>(fail => throw fail.With);
        Receive<Spawn>(spawn => Sender.Tell(Context.ActorOf(Props(report, spawn.Name), spawn.Name)));
        Receive<StopChild>(stop => Context.Stop(Context.Child(stop.Name)));
        Receive<Do>(todo => todo.Action(this));
        Receive<string>(text => Sender.Tell($"{name}:{text}"));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    public IActorContext PublicContext => Context;

    public IActorRef PublicSelf => Self;

    public IActorRef PublicSender => Sender;

    public static Props Props(IActorRef report, string name) => Actors.Props.Create(() => new Worker(report, name));

    public void PublicBecome(Action configure) => Become(configure);

    public void On<T>(Action<T> handler) => Receive(handler);

    public void OnAny(Action<object> handler) => ReceiveAny(handler);

    protected override void PreStart() => _report.Tell($"{_name} started");

    protected override void PostStop() => _report.Tell($"{_name} stopped");

    protected override void PreRestart(Exception reason, object message)
    {
        _report.Tell($"{_name} restarts for {reason.Message} at {message?.GetType().Name ?? "nothing"}");
        base.PreRestart(reason, message!);
    }

    internal sealed record Fail(Exception With)
    {
        public Fail(string why = "boom")
            : this(new InvalidOperationException(why))
        {
        }
    }

    internal sealed record Spawn(string Name);

    internal sealed record StopChild(string Name);

    internal sealed record Do(Action<Worker> Action);
}

/// <summary>Supervises workers with a given strategy.</summary>
internal sealed class Boss : ReceiveActor
{
    private readonly SupervisorStrategy _strategy;

    public Boss(SupervisorStrategy strategy)
    {
        _strategy = strategy;
        Receive<Props>(props => Sender.Tell(Context.ActorOf(props)));
        Receive<Action<IActorContext>>(action => action(Context));
    }

    protected override SupervisorStrategy SupervisorStrategy() => _strategy;
}
