namespace Helios.Actors.Dispatch;

/// <summary>Runs an actor on the thread that sends to it, before Tell returns: for tests.</summary>
/// <remarks>
/// A mailbox that another thread is running is left to that thread. A send from inside an actor waits until that actor's own
/// turn is over, so that a long chain of sends does not nest.
/// </remarks>
internal sealed class CallingThreadDispatcher(string id) : MessageDispatcher(id, int.MaxValue)
{
    [ThreadStatic]
    private static Queue<ActorCell>? t_pending;

    public override void Schedule(Action run) => run();

    internal override void Execute(ActorCell cell)
    {
        if (t_pending is { } running)
        {
            running.Enqueue(cell);
            return;
        }

        Queue<ActorCell> pending = new();
        t_pending = pending;
        try
        {
            pending.Enqueue(cell);
            while (pending.TryDequeue(out ActorCell? next))
            {
                next.Run(Throughput);
            }
        }
        finally
        {
            t_pending = null;
        }
    }
}
