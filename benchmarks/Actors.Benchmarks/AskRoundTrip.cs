using System.Diagnostics;

namespace Helios.Actors.Benchmarks;

/// <summary>The question: how many questions a second are answered?</summary>
internal static class AskRoundTrip
{
    private const int Questions = 400_000;

    private static readonly object s_question = new();

    internal static double OneAfterTheOther() => Run(askers: 1);

    internal static double HundredAtOnce() => Run(askers: 100);

    private static double Run(int askers)
    {
        using Bench bench = new();
        IActorRef echo = bench.System.ActorOf(Props.Create<Echo>());
        int each = Questions / askers;
        Stopwatch watch = Stopwatch.StartNew();
        Task.WhenAll(Enumerable.Range(0, askers).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < each; i++)
            {
                await echo.Ask<object>(s_question).ConfigureAwait(false);
            }
        }))).GetAwaiter().GetResult();
        return each * askers / watch.Elapsed.TotalSeconds / 1e6;
    }

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message, Self);
    }
}
