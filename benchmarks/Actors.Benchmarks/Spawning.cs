using System.Diagnostics;

namespace Helios.Actors.Benchmarks;

/// <summary>The question: what does an actor cost?</summary>
internal static class Spawning
{
    private const int Actors = 100_000;

    internal static double SpawnAndStop()
    {
        using Bench bench = new();
        using CountdownEvent stopped = new(Actors);
        Props props = Props.Create(() => new Idle(null, stopped));
        Stopwatch watch = Stopwatch.StartNew();
        for (int i = 0; i < Actors; i++)
        {
            bench.System.Stop(bench.System.ActorOf(props));
        }

        stopped.Wait();
        return Actors / watch.Elapsed.TotalSeconds / 1e3;
    }

    internal static double SpawnOnly()
    {
        using Bench bench = new();
        using CountdownEvent started = new(Actors);
        Props props = Props.Create(() => new Idle(started, null));
        Stopwatch watch = Stopwatch.StartNew();
        for (int i = 0; i < Actors; i++)
        {
            bench.System.ActorOf(props);
        }

        started.Wait();
        return Actors / watch.Elapsed.TotalSeconds / 1e3;
    }

    /// <summary>Growth of the heap for each child of one actor, its own instance of 56 bytes and its entry there included.</summary>
    internal static double BytesPerActor(bool touched)
    {
        using Bench bench = new();
        using CountdownEvent started = new(Actors);
        using CountdownEvent answered = new(Actors);
        Props props = Props.Create(() => new Idle(started, answered));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        IActorRef[] actors = new IActorRef[Actors];
        for (int i = 0; i < Actors; i++)
        {
            actors[i] = bench.System.ActorOf(props);
        }

        started.Wait();
        if (touched)
        {
            foreach (IActorRef actor in actors)
            {
                actor.Tell(s_touch, ActorRefs.NoSender!);
            }

            answered.Wait();
        }

        long after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(actors);
        return (after - before - (Actors * 8.0)) / Actors;
    }

    private static readonly object s_touch = new();

    private sealed class Idle(CountdownEvent? started, CountdownEvent? ended) : UntypedActor
    {
        private bool _signalled;

        protected override void PreStart() => started?.Signal();

        protected override void PostStop() => Signal();

        protected override void OnReceive(object message) => Signal();

        private void Signal()
        {
            if (!_signalled && ended is { IsSet: false })
            {
                _signalled = true;
                ended.Signal();
            }
        }
    }
}
