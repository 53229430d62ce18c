using Helios.Actors.Dispatch;

namespace Helios.Actors.Deterministic;

/// <summary>Keeps the mailboxes that have work, and runs one message of one of them, drawn at random, at each step.</summary>
internal sealed class DeterministicDispatcher(DeterministicRandom random, IMessageObserver observer) : MessageDispatcher(Dispatchers.DefaultDispatcherId, throughput: 1)
{
    private readonly List<object> _ready = [];

    internal override IMessageObserver? Observer => observer;

    internal bool IsIdle
    {
        get
        {
            lock (_ready)
            {
                return _ready.Count == 0;
            }
        }
    }

    public override void Schedule(Action run) => Add(run);

    internal override void Execute(ActorCell cell) => Add(cell);

    /// <summary>Runs one message or one continuation; false when nothing is ready.</summary>
    internal bool Step()
    {
        object next;
        lock (_ready)
        {
            if (_ready.Count == 0)
            {
                return false;
            }

            int index = _ready.Count == 1 ? 0 : random.Next(_ready.Count);
            next = _ready[index];
            _ready.RemoveAt(index);
        }

        if (next is ActorCell cell)
        {
            cell.Run(Throughput);
        }
        else
        {
            ((Action)next)();
        }

        return true;
    }

    private void Add(object work)
    {
        lock (_ready)
        {
            _ready.Add(work);
        }
    }
}
