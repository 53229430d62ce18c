namespace Helios.Actors.TestKit.Internal;

/// <summary>Puts every message into the queue from which the test reads.</summary>
internal sealed class InternalTestActor(TestActorQueue queue) : ActorBase
{
    private readonly Dictionary<IActorRef, SupervisorStrategy> _strategies = [];
    private Func<object, bool>? _ignored;
    private AutoPilot _pilot = NoAutoPilot.Instance;

    protected override SupervisorStrategy SupervisorStrategy()
        => new OneForOneStrategy(cause => _strategies.TryGetValue(Sender, out SupervisorStrategy? strategy)
            ? strategy.Decider.Decide(cause)
            : Helios.Actors.SupervisorStrategy.DefaultDecider.Decide(cause));

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case SetIgnore set:
                _ignored = set.Ignored;
                return true;
            case SetPilot set:
                _pilot = set.Pilot;
                return true;
            case StartWatching watch:
                Context.Watch(watch.Target);
                return true;
            case StopWatching unwatch:
                Context.Unwatch(unwatch.Target);
                return true;
            case Spawn spawn:
                IActorRef child = Context.ActorOf(spawn.Props, spawn.Name);
                if (spawn.Strategy is { } strategy)
                {
                    _strategies[child] = strategy;
                }

                Sender.Tell(child);
                return true;
            default:
                break;
        }

        AutoPilot next = _pilot.Run(Sender, message);
        _pilot = next is KeepRunning ? _pilot : next;
        if (_ignored?.Invoke(message) != true)
        {
            queue.Add(new RealMessageEnvelope(message, Sender));
        }

        return true;
    }
}
