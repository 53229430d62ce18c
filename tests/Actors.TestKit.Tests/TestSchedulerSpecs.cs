namespace Helios.Actors.TestKit.Tests;

public sealed class TestSchedulerSpecs() : Xunit2.TestKit("""akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """)
{
    private TestScheduler Time => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void Time_stands_still_until_it_is_advanced()
    {
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromHours(1), TestActor, "later", ActorRefs.NoSender!);
        Time.Advance(TimeSpan.FromMinutes(59));
        ExpectNoMsg(TimeSpan.FromMilliseconds(20));
        Time.Advance(TimeSpan.FromMinutes(1));
        ExpectMsg("later");
    }

    [Fact]
    public void Work_falls_due_in_its_order_and_repeats_until_cancelled()
    {
        ICancelable cancel = Sys.Scheduler.ScheduleTellRepeatedlyCancelable(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TestActor, "tick", ActorRefs.NoSender!);
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(2), TestActor, "two", ActorRefs.NoSender!);
        Time.AdvanceTo(Time.Now + TimeSpan.FromSeconds(5));
        ExpectMsg("tick");
        ExpectMsg("two");
        ExpectMsg("tick");
        ExpectMsg("tick");
        cancel.Cancel();
        Time.Advance(TimeSpan.FromSeconds(10));
        ExpectNoMsg(TimeSpan.FromMilliseconds(20));
    }
}
