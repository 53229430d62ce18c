using Akka.Actor;

namespace Helios.Supervisor.Tests;

/// <summary>The scheduler that sleeps until the next work is due, in the actor system of production.</summary>
public sealed class QueueSchedulerSpecs() : Akka.TestKit.Xunit.TestKit(ActorConfiguration.Defaults)
{
    [Fact]
    public void It_is_the_scheduler_of_the_supervisor_s_system() => Assert.IsType<QueueScheduler>(Sys.Scheduler);

    [Fact]
    public void What_is_due_first_comes_first_and_of_the_same_moment_what_was_scheduled_first()
    {
        // On a busy machine this thread may rest between two of them for longer than they are apart; then they are due in another order.
        TimeSpan begun;
        do
        {
            begun = Sys.Scheduler.MonotonicClock;
            Schedule(300, "c");
            Schedule(100, "a");
            Schedule(200, "b");
        }
        while (Sys.Scheduler.MonotonicClock - begun > TimeSpan.FromMilliseconds(90) && ReceiveN(3).Count == 3);

        ExpectMsg("a");
        ExpectMsg("b");
        ExpectMsg("c");
        foreach (int number in Enumerable.Range(0, 100))
        {
            Sys.Scheduler.ScheduleTellOnce(TimeSpan.Zero, TestActor, number, ActorRefs.NoSender);
        }

        Assert.Equal(Enumerable.Range(0, 100), ReceiveN(100).Cast<int>());
    }

    [Fact]
    public void What_is_cancelled_does_not_come_and_a_repetition_ends_with_it()
    {
        Cancelable never = new(Sys.Scheduler);
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(50), TestActor, "never", ActorRefs.NoSender, never);
        never.Cancel();
        Cancelable ticking = new(Sys.Scheduler);
        Sys.Scheduler.ScheduleTellRepeatedly(TimeSpan.Zero, TimeSpan.FromMilliseconds(5), TestActor, "tick", ActorRefs.NoSender, ticking);
        ExpectMsg("tick");
        ExpectMsg("tick");
        ExpectMsg("tick");
        ticking.Cancel();
        Schedule(100, "last");
        FishForMessage(static message => message is "last", TimeSpan.FromSeconds(10));
        ExpectNoMsg(TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public void A_great_many_cancelled_timers_are_not_kept_until_they_are_due()
    {
        List<WeakReference> messages = [];
        for (int i = 0; i < 200_000; i++)
        {
            byte[] message = new byte[100];
            messages.Add(new WeakReference(message));
            Cancelable soon = new(Sys.Scheduler);
            Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromDays(30), TestActor, message, ActorRefs.NoSender, soon);
            soon.Cancel(false);
        }

        GC.Collect();
        Assert.InRange(messages.Count(static message => message.IsAlive), 0, 20_000);
    }

    [Fact]
    public void Work_that_fails_does_not_end_the_timers_and_neither_does_a_delay_beyond_all_time()
    {
        Sys.Scheduler.Advanced.ScheduleOnce(TimeSpan.Zero, static () => throw new InvalidOperationException("a mistake"));
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.MaxValue, TestActor, "never", ActorRefs.NoSender);
        Schedule(20, "after");
        ExpectMsg("after");
    }

    [Fact]
    public async Task An_ended_system_takes_no_more_work()
    {
        IScheduler scheduler = Sys.Scheduler;
        await Sys.Terminate();
        Assert.Throws<SchedulerException>(() => scheduler.ScheduleTellOnce(TimeSpan.Zero, ActorRefs.Nobody, "x", ActorRefs.NoSender));
    }

    [Fact]
    public async Task Every_thread_of_the_pool_may_be_the_first_to_use_it()
    {
        // Akka's own waits for the pool here, which waits for it.
        ThreadPool.GetMinThreads(out int workers, out _);
        using Barrier all = new(workers);
        await Task.WhenAll(Enumerable.Range(0, workers).Select(number => Task.Run(() =>
        {
            all.SignalAndWait();
            Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(1), TestActor, number, ActorRefs.NoSender);
        })));
        Assert.Equal(Enumerable.Range(0, workers), ReceiveN(workers).Cast<int>().Order());
    }

    private void Schedule(int milliseconds, string message)
        => Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(milliseconds), TestActor, message, ActorRefs.NoSender);
}
