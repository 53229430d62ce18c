using System.Diagnostics;
using System.Globalization;
using Helios.RehearsalPeer;

namespace Helios.Supervisor.Tests;

/// <summary>A rehearsal is repeatable: the seed alone determines the run, in every process.</summary>
public sealed class DeterminismSpecs
{
    private const int Seeds = 15;

    private static string Peer { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "../../RehearsalPeer", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "Helios.RehearsalPeer"));

    [Fact]
    public void The_same_seed_gives_the_same_run_and_another_seed_another_order()
    {
        HashSet<ulong> orders = [];
        for (int seed = 1; seed <= Seeds; seed++)
        {
            RehearsalResult first = Rehearsal.Play(seed);
            RehearsalResult again = Rehearsal.Play(seed);
            Assert.Equal(first.Story, again.Story);
            Assert.Equal(first.Line, again.Line);
            Assert.Equal(0, first.Strays);
            Assert.InRange(first.Sent, 5000, long.MaxValue);
            orders.Add(first.Hash);
        }

        Assert.Equal(Seeds, orders.Count);
    }

    [Fact]
    public async Task Another_process_plays_the_same_run()
    {
        int[] seeds = [1, 7, 4711];
        ProcessStartInfo start = new(Peer, seeds.Select(static seed => seed.ToString(CultureInfo.InvariantCulture))) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string printed = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(seeds.Select(static seed => Rehearsal.Play(seed).Line), printed.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void What_comes_from_another_thread_is_counted()
    {
        using DeterministicSystem system = DeterministicSystem.Create("strays", 1);
        Akka.Actor.IActorRef echo = system.System.ActorOf(Akka.Actor.Props.Create(static () => new Echo()));
        Assert.Equal("a", system.Ask(echo, "a").Now());
        Assert.Equal(0, system.Strays);
        Thread other = new(() => echo.Tell("b", Akka.Actor.ActorRefs.NoSender));
        other.Start();
        other.Join();
        Assert.Equal(1, system.Strays);
    }

    [Fact]
    public void Time_passes_only_when_it_is_let()
    {
        using DeterministicSystem system = DeterministicSystem.Create("time", 1);
        List<double> rung = [];
        system.System.Scheduler.Advanced.ScheduleRepeatedly(TimeSpan.FromHours(1), TimeSpan.FromHours(2), () => rung.Add((system.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalHours));
        system.RunUntilIdle();
        Assert.Empty(rung);
        system.Advance(TimeSpan.FromHours(6));
        Assert.Equal([1, 3, 5], rung);
        Assert.Equal(DateTimeOffset.UnixEpoch + TimeSpan.FromHours(6), system.Time.GetUtcNow());
    }

    private sealed class Echo : Akka.Actor.UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message, Self);
    }
}
