using System.Collections.Concurrent;

namespace Helios.Actors.Dispatch;

/// <summary>Gives each actor a thread of its own: for actors that block.</summary>
internal sealed class PinnedDispatcher(string id, int throughput) : MessageDispatcher(id, throughput)
{
    private readonly ConcurrentDictionary<ActorCell, Worker> _workers = new();

    public override void Schedule(Action run) => ThreadPool.UnsafeQueueUserWorkItem(static work => work(), run, preferLocal: false);

    internal override void Attach(ActorCell cell) => _workers[cell] = new Worker(cell, Throughput);

    internal override void Execute(ActorCell cell)
    {
        if (_workers.TryGetValue(cell, out Worker? worker))
        {
            worker.Wake();
        }
    }

    internal override void Detach(ActorCell cell)
    {
        if (_workers.TryRemove(cell, out Worker? worker))
        {
            worker.End();
        }
    }

    private sealed class Worker
    {
        private readonly SemaphoreSlim _work = new(0);
        private readonly ActorCell _cell;
        private readonly int _throughput;
        private volatile bool _ended;

        internal Worker(ActorCell cell, int throughput)
        {
            _cell = cell;
            _throughput = throughput;
            new Thread(Loop) { IsBackground = true, Name = $"pinned {cell.Self.Path.ToStringWithoutAddress()}" }.Start();
        }

        internal void Wake() => _work.Release();

        internal void End()
        {
            _ended = true;
            _work.Release();
        }

        private void Loop()
        {
            while (true)
            {
                _work.Wait();
                if (_ended)
                {
                    return;
                }

                _cell.Run(_throughput);
            }
        }
    }
}
