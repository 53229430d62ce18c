namespace Helios.Actors.Dispatch;

/// <summary>Runs actors: decides on which thread a mailbox that has work is processed.</summary>
public abstract class MessageDispatcher
{
    /// <summary>Messages of one actor that are processed before another has its turn, unless configured.</summary>
    public const int DefaultThroughput = 100;

    private protected MessageDispatcher(string id, int throughput)
    {
        Id = id;
        Throughput = throughput;
    }

    /// <summary>The id under which actors ask for it.</summary>
    public string Id { get; }

    /// <summary>Messages of one actor that are processed before another has its turn.</summary>
    public int Throughput { get; set; }

    /// <summary>Sees what is processed; null, as a rule, for nobody.</summary>
    internal virtual IMessageObserver? Observer => null;

    /// <summary>Runs code on a thread of this dispatcher.</summary>
    public abstract void Schedule(Action run);

    /// <summary>Takes a cell that has work; its Run must be called once.</summary>
    internal abstract void Execute(ActorCell cell);

    /// <summary>Takes a cell whose turn was over before its work: others come first.</summary>
    internal virtual void ExecuteAgain(ActorCell cell) => Execute(cell);

    /// <summary>An actor begins to live here.</summary>
    internal virtual void Attach(ActorCell cell)
    {
    }

    /// <summary>An actor ends.</summary>
    internal virtual void Detach(ActorCell cell)
    {
    }

    /// <summary>The system has terminated.</summary>
    internal virtual void Shutdown()
    {
    }
}
