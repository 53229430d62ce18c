using System.Diagnostics;

namespace Helios.Actors.Benchmarks;

/// <summary>The question: how many messages a second go through?</summary>
internal static class Throughput
{
    private static readonly object s_message = new();

    internal static double TellOneProducer() => Tell(producers: 1, each: 10_000_000);

    internal static double TellTwoProducers() => Tell(producers: 2, each: 5_000_000);

    internal static double PingPong(int pairs, int balls)
    {
        using Bench bench = new();
        int rounds = balls == 1 ? 500_000 : 1_000_000;
        CountdownEvent done = new(pairs);
        IActorRef[] players = [.. Enumerable.Range(0, pairs).Select(_ =>
        {
            IActorRef pong = bench.System.ActorOf(Props.Create<Echo>());
            return bench.System.ActorOf(Props.Create(() => new Player(pong, rounds, done)));
        })];
        Stopwatch watch = Stopwatch.StartNew();
        foreach (IActorRef player in players)
        {
            for (int i = 0; i < balls; i++)
            {
                player.Tell(s_message);
            }
        }

        done.Wait();
        return 2.0 * rounds * pairs / watch.Elapsed.TotalSeconds / 1e6;
    }

    /// <summary>Bytes that the whole process allocates for each of a million messages, once the queue has grown.</summary>
    internal static double BytesPerTell()
    {
        using Bench bench = new();
        const int batch = 10_000;
        const int batches = 100;
        using SemaphoreSlim processed = new(0);
        IActorRef counter = bench.System.ActorOf(Props.Create(() => new Counter(batch, processed)));
        long before = 0;
        for (int i = 0; i < batches + 20; i++)
        {
            if (i == 20)
            {
                before = GC.GetTotalAllocatedBytes(precise: true);
            }

            for (int n = 0; n < batch; n++)
            {
                counter.Tell(s_message, ActorRefs.NoSender!);
            }

            processed.Wait();
        }

        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)(batch * batches);
    }

    private static double Tell(int producers, int each)
    {
        using Bench bench = new();
        using SemaphoreSlim processed = new(0);
        IActorRef counter = bench.System.ActorOf(Props.Create(() => new Counter(producers * each, processed)));
        Stopwatch watch = Stopwatch.StartNew();
        Thread[] threads = [.. Enumerable.Range(0, producers).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < each; i++)
            {
                counter.Tell(s_message, ActorRefs.NoSender!);
            }
        }))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        processed.Wait();
        double rate = (double)producers * each / watch.Elapsed.TotalSeconds / 1e6;
        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        return rate;
    }

    private sealed class Counter(int batch, SemaphoreSlim processed) : UntypedActor
    {
        private int _count;

        protected override void OnReceive(object message)
        {
            if (++_count == batch)
            {
                _count = 0;
                processed.Release();
            }
        }
    }

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message, Self);
    }

    private sealed class Player(IActorRef pong, int rounds, CountdownEvent done) : UntypedActor
    {
        private int _left = rounds;

        protected override void OnReceive(object message)
        {
            if (_left > 0)
            {
                pong.Tell(message, Self);
                if (--_left == 0)
                {
                    done.Signal();
                }
            }
        }
    }
}
