using Xunit.Sdk;

namespace Helios.Actors.TestKit.Tests;

public sealed class TestKitSpecs() : Xunit2.TestKit("akka.test.single-expect-default = 300ms")
{
    [Fact]
    public void ExpectMsg_takes_by_type_value_predicate_and_assertion()
    {
        foreach (object message in (object[])["a", "b", 3, 4])
        {
            TestActor.Tell(message);
        }

        ExpectMsg<string>();
        ExpectMsg("b");
        ExpectMsg<int>(static number => number == 3);
        ExpectMsg<int>(static number => Assert.Equal(4, number));
    }

    [Fact]
    public void ExpectMsg_says_what_it_expected_and_what_came()
    {
        Assert.Contains("no message came", Assert.ThrowsAny<XunitException>(() => ExpectMsg<string>(TimeSpan.FromMilliseconds(10))).Message, StringComparison.Ordinal);
        TestActor.Tell(5);
        Assert.Contains("expected String, got Int32", Assert.ThrowsAny<XunitException>(() => ExpectMsg<string>()).Message, StringComparison.Ordinal);
        TestActor.Tell("x");
        Assert.Contains("expected y, got x", Assert.ThrowsAny<XunitException>(() => ExpectMsg("y")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ExpectNoMsg_fails_when_one_comes()
    {
        ExpectNoMsg(TimeSpan.FromMilliseconds(20));
        TestActor.Tell("x");
        Assert.ThrowsAny<XunitException>(() => ExpectNoMsg(TimeSpan.FromMilliseconds(20)));
    }

    [Fact]
    public void ExpectMsgAllOf_takes_any_order_and_ExpectMsgAnyOf_one_of_several()
    {
        TestActor.Tell("b");
        TestActor.Tell("a");
        ExpectMsgAllOf(["a", "b"]);
        TestActor.Tell("c");
        Assert.Equal("c", ExpectMsgAnyOf(["x", "c"]));
    }

    [Fact]
    public void FishForMessage_skips_what_does_not_match()
    {
        TestActor.Tell(1);
        TestActor.Tell("a");
        TestActor.Tell("b");
        Assert.Equal("b", FishForMessage<string>(static text => text == "b"));
        Assert.ThrowsAny<XunitException>(() => FishForMessage(static _ => true, TimeSpan.FromMilliseconds(10)));
    }

    [Fact]
    public void ReceiveWhile_ends_at_the_first_that_does_not_match_and_leaves_it()
    {
        foreach (object message in (object[])["a", "b", 3])
        {
            TestActor.Tell(message);
        }

        Assert.Equal(["a", "b"], ReceiveWhile(static message => message as string, TimeSpan.FromSeconds(1)));
        ExpectMsg(3);
        TestActor.Tell("c");
        Assert.Equal(["c"], ReceiveWhile<string>(static _ => true, TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(30)));
    }

    [Fact]
    public void ReceiveN_fails_when_too_few_come()
    {
        TestActor.Tell("a");
        Assert.ThrowsAny<XunitException>(() => ReceiveN(2, TimeSpan.FromMilliseconds(20)));
    }

    [Fact]
    public void ExpectTerminated_takes_the_end_of_the_watched()
    {
        IActorRef actor = ActorOf<BlackHoleActor>();
        Watch(actor);
        Sys.Stop(actor);
        Assert.Equal(actor, ExpectTerminated(actor).ActorRef);
    }

    [Fact]
    public void Ignored_messages_do_not_arrive()
    {
        IgnoreMessages<string>();
        TestActor.Tell("x");
        TestActor.Tell(1);
        ExpectMsg(1);
        IgnoreNoMessages();
        TestActor.Tell("y");
        ExpectMsg("y");
    }

    [Fact]
    public void AwaitCondition_and_AwaitAssert_wait_and_then_fail()
    {
        int asked = 0;
        AwaitCondition(() => ++asked == 3);
        AwaitAssert(() => Assert.Equal(6, ++asked));
        Assert.ThrowsAny<XunitException>(() => AwaitCondition(static () => false, TimeSpan.FromMilliseconds(20)));
        Assert.ThrowsAny<XunitException>(() => AwaitAssert(static () => Assert.Fail("never"), TimeSpan.FromMilliseconds(20)));
    }

    [Fact]
    public void Within_bounds_the_waits_inside()
    {
        Assert.ThrowsAny<XunitException>(() => Within(TimeSpan.FromMilliseconds(30), () => ExpectMsg<string>(TimeSpan.FromMinutes(1))));
        Within(TimeSpan.FromSeconds(5), () => Assert.True(Remaining <= TimeSpan.FromSeconds(5)));
        Assert.ThrowsAny<XunitException>(() => Within(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), static () => { }));
        Assert.Throws<InvalidOperationException>(() => Remaining);
    }

    [Fact]
    public async Task The_asynchronous_forms_do_the_same()
    {
        TestActor.Tell("a");
        await ExpectMsgAsync("a");
        TestActor.Tell("b");
        await ExpectMsgAsync<string>(static text => text == "b");
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(10));
        int asked = 0;
        await AwaitConditionAsync(() => Task.FromResult(++asked == 3));
        await AwaitAssertAsync(() => Assert.Equal(5, ++asked));
        await WithinAsync(TimeSpan.FromSeconds(5), async () => await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(10)));
    }

    [Fact]
    public async Task The_test_actor_is_the_sender_also_after_an_await()
    {
        IActorRef echo = ActorOf(EchoActor.Props(this));
        echo.Tell(1);
        ExpectMsgFrom(echo, 1);
        ExpectMsgFrom(TestActor, 1);
        await Task.Yield();
        echo.Tell(2);
        ExpectMsgFrom(echo, 2);
        ExpectMsgFrom(TestActor, 2);
    }

    [Fact]
    public void A_probe_sends_replies_forwards_and_pilots()
    {
        TestProbe probe = CreateTestProbe("one");
        probe.Send(TestActor, "from the probe");
        ExpectMsgFrom(probe.Ref, "from the probe");
        probe.Tell("question");
        probe.ExpectMsg("question");
        probe.Reply("answer");
        ExpectMsg("answer");
        probe.Tell("pass on");
        probe.ExpectMsg("pass on");
        probe.Forward(TestActor);
        ExpectMsgFrom(TestActor, "pass on");
        probe.SetAutoPilot(new DelegateAutoPilot((sender, message) =>
        {
            sender.Tell($"pilot {message}");
            return AutoPilotEnd(message);
        }));
        probe.Tell("1");
        ExpectMsg("pilot 1");
        probe.Tell("2");
        ExpectNoMsg(TimeSpan.FromMilliseconds(20));

        static AutoPilot AutoPilotEnd(object message) => NoAutoPilot.Instance;
    }

    [Fact]
    public void A_probe_can_be_watched_and_equals_its_reference()
    {
        TestProbe probe = CreateTestProbe();
        Watch(probe);
        Sys.Stop(probe);
        ExpectTerminated(probe);
        Assert.True(probe.Equals(probe.Ref));
        Assert.True(probe.Ref.Equals(probe));
    }

    [Fact]
    public void A_TestActorRef_runs_here_and_shows_its_instance()
    {
        TestActorRef<Counting> counter = ActorOfAsTestActorRef(() => new Counting(), "counting");
        counter.Tell(2);
        counter.Tell(3);
        Assert.Equal(5, counter.UnderlyingActor.Sum);
        Assert.Equal("/user/counting", counter.Path.ToStringWithoutAddress());
        Assert.Throws<InvalidOperationException>(() => counter.Receive("fail"));
        Watch(counter);
        counter.Tell(PoisonPill.Instance);
        ExpectTerminated(counter.Ref);
        Assert.Throws<IllegalActorStateException>(() => counter.UnderlyingActor);
    }

    [Fact]
    public void A_child_of_the_test_actor_is_supervised_by_the_given_strategy()
    {
        IActorRef child = ChildActorOf(Props.Create<Counting>(), "child", new OneForOneStrategy(static _ => Directive.Stop));
        Assert.Equal(TestActor.Path, child.Path.Parent);
        Watch(child);
        child.Tell("fail");
        ExpectTerminated(child);
    }

    [Fact]
    public void An_event_filter_counts_log_events_and_dead_letters()
    {
        EventFilter.Warning(contains: "full").ExpectOne(() => Sys.Log.Warning("disk {0} is full", 1));
        EventFilter.Error(start: "disk").Expect(2, () =>
        {
            Sys.Log.Error("disk 1");
            Sys.Log.Error("disk 2");
        });
        EventFilter.Exception<DivideByZeroException>(message: "zero").ExpectOne(() => Sys.Log.Error(new DivideByZeroException("zero"), "oops"));
        EventFilter.DeadLetter<string>().ExpectOne(() => Sys.DeadLetters.Tell("lost"));
        Assert.ThrowsAny<XunitException>(() => EventFilter.Info("never").ExpectOne(TimeSpan.FromMilliseconds(20), static () => { }));
        Assert.ThrowsAny<XunitException>(() => EventFilter.Info("twice").ExpectOne(() =>
        {
            Sys.Log.Info("twice");
            Sys.Log.Info("twice");
        }));
    }

    private sealed class Counting : ReceiveActor
    {
        public Counting()
        {
            Receive<int>(number => Sum += number);
            Receive<string>(_ => throw new InvalidOperationException("fail"));
        }

        public int Sum { get; private set; }
    }
}
