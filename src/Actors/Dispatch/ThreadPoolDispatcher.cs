namespace Helios.Actors.Dispatch;

/// <summary>The default: mailboxes run on the thread pool of .NET.</summary>
internal sealed class ThreadPoolDispatcher(string id, int throughput) : MessageDispatcher(id, throughput)
{
    // The pool's per-thread queues are last in, first out, which suits a pair that talks, but two such pairs on every
    // thread could keep an older mailbox waiting for ever. Now and then a mailbox goes to the fair queue of all threads.
    private const int LocalInARow = 31;

    [ThreadStatic]
    private static int t_localInARow;

    public override void Schedule(Action run) => ThreadPool.UnsafeQueueUserWorkItem(static work => work(), run, preferLocal: false);

    internal override void Execute(ActorCell cell)
    {
        bool local = ++t_localInARow <= LocalInARow;
        if (!local)
        {
            t_localInARow = 0;
        }

        ThreadPool.UnsafeQueueUserWorkItem(cell, local);
    }

    internal override void ExecuteAgain(ActorCell cell) => ThreadPool.UnsafeQueueUserWorkItem(cell, preferLocal: false);
}
