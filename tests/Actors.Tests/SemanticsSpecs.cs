using Helios.Actors.Deterministic;

namespace Helios.Actors.Tests;

public sealed class SemanticsOnTheDefaultDispatcher() : SemanticsSpecs(ActorSystem.Create("semantics", Quiet));

public sealed class SemanticsOnTheDeterministicDispatcher() : SemanticsSpecs(DeterministicSystem.Create("semantics", 17));

/// <summary>What issue 3 lists as the semantics that decide quality, on both dispatchers.</summary>
public abstract class SemanticsSpecs : EngineSpecs
{
    protected SemanticsSpecs(ActorSystem system)
        : base(system)
    {
    }

    protected SemanticsSpecs(DeterministicSystem system)
        : base(system)
    {
    }

    [Fact]
    public void Messages_of_one_sender_to_one_receiver_arrive_in_order()
    {
        IActorRef relay = Sys.ActorOf(Props.Create(() => new Relay(TestActor)));
        IActorRef[] senders = [.. Enumerable.Range(0, 3).Select(id => Sys.ActorOf(Props.Create(() => new Counter(id, relay, 500))))];
        foreach (IActorRef sender in senders)
        {
            sender.Tell("go");
        }

        int[] next = new int[3];
        for (int i = 0; i < 1500; i++)
        {
            (int id, int number) = ExpectMsg<(int, int)>();
            Assert.Equal(next[id]++, number);
        }

        ExpectNoMsg();
    }

    [Fact]
    public void A_message_arrives_at_most_once_and_a_failing_one_is_not_redelivered()
    {
        IActorRef worker = Sys.ActorOf(Worker.Props(TestActor, "w"));
        ExpectMsg("w started");
        worker.Tell(new Worker.Fail());
        ExpectMsg("w restarts for boom at Fail");
        ExpectMsg("w stopped");
        ExpectMsg("w started");
        worker.Tell("still here");
        ExpectMsg("w:still here");
        ExpectNoMsg();
    }

    [Fact]
    public void A_restart_keeps_the_mailbox_and_drops_the_failing_message()
    {
        IActorRef worker = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "w"));
        worker.Tell("1");
        worker.Tell(new Worker.Fail());
        worker.Tell("2");
        worker.Tell(new Worker.Fail());
        worker.Tell("3");
        ExpectMsg("w:1");
        ExpectMsg("w:2");
        ExpectMsg("w:3");
        ExpectNoMsg();
    }

    [Fact]
    public void Children_stop_before_the_PostStop_of_their_parent()
    {
        IActorRef parent = Sys.ActorOf(Worker.Props(TestActor, "parent"));
        ExpectMsg("parent started");
        IActorRef child = Await(parent.Ask<IActorRef>(new Worker.Spawn("child")));
        ExpectMsg("child started");
        Await(child.Ask<IActorRef>(new Worker.Spawn("grandchild")));
        ExpectMsg("grandchild started");
        Sys.Stop(parent);
        ExpectMsg("grandchild stopped");
        ExpectMsg("child stopped");
        ExpectMsg("parent stopped");
    }

    [Fact]
    public void Children_stop_before_the_new_instance_of_a_restarted_parent_starts()
    {
        IActorRef parent = Sys.ActorOf(Worker.Props(TestActor, "parent"));
        ExpectMsg("parent started");
        Await(parent.Ask<IActorRef>(new Worker.Spawn("child")));
        ExpectMsg("child started");
        parent.Tell(new Worker.Fail());
        ExpectMsg("parent restarts for boom at Fail");
        ExpectMsg("parent stopped");
        ExpectMsg("child stopped");
        ExpectMsg("parent started");
        Await(parent.Ask<IActorRef>(new Worker.Spawn("child")));
        ExpectMsg("child started");
    }

    [Fact]
    public void Terminated_arrives_exactly_once_however_often_one_watches()
    {
        IActorRef worker = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "w"));
        Watch(worker);
        Watch(worker);
        Sys.Stop(worker);
        ExpectTerminated(worker);
        ExpectNoMsg();
    }

    [Fact]
    public void Terminated_arrives_also_for_an_actor_that_is_already_dead()
    {
        IActorRef worker = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "w"));
        Watch(worker);
        Sys.Stop(worker);
        ExpectTerminated(worker);
        Watch(worker);
        Assert.True(ExpectTerminated(worker).ExistenceConfirmed);
        ExpectNoMsg();
    }

    [Fact]
    public void Terminated_comes_after_the_last_message_of_the_watched()
    {
        IActorRef chatter = Sys.ActorOf(Props.Create(() => new Counter(7, TestActor, 200)));
        Watch(chatter);
        chatter.Tell("go");
        chatter.Tell(PoisonPill.Instance);
        for (int i = 0; i < 200; i++)
        {
            ExpectMsg((7, i));
        }

        ExpectTerminated(chatter);
    }

    [Fact]
    public void No_Terminated_arrives_after_Unwatch_not_even_one_in_the_mailbox()
    {
        IActorRef worker = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "w"));
        IActorRef watcher = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "watcher"));
        watcher.Tell(new Worker.Do(self =>
        {
            self.PublicContext.Watch(worker);
            self.PublicBecome(() =>
            {
                self.On<string>(_ => self.PublicContext.Unwatch(worker));
                self.OnAny(TestActor.Tell);
            });
        }));
        watcher.Tell("unwatch");
        watcher.Tell(new Worker.Spawn("sync"));
        ExpectMsg<Worker.Spawn>();
        Sys.Stop(worker);
        ExpectNoMsg();
    }

    [Fact]
    public void WatchWith_delivers_the_given_message_instead_of_Terminated()
    {
        IActorRef worker = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "w"));
        IActorRef watcher = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "watcher"));
        watcher.Tell(new Worker.Do(self =>
        {
            self.PublicContext.WatchWith(worker, "gone");
            self.PublicBecome(() => self.OnAny(message => TestActor.Tell(message)));
        }));
        Sys.Stop(worker);
        ExpectMsg("gone");
    }

    [Fact]
    public void An_unhandled_Terminated_breaks_the_death_pact_and_stops_the_watcher()
    {
        IActorRef worker = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "w"));
        IActorRef watcher = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "watcher"));
        Watch(watcher);
        watcher.Tell(new Worker.Do(self => self.PublicContext.Watch(worker)));
        Sys.Stop(worker);
        ExpectTerminated(watcher);
    }

    [Fact]
    public void A_name_is_free_only_after_termination()
    {
        IActorRef parent = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "parent"));
        parent.Tell(new Worker.Do(self =>
        {
            IActorRef child = self.PublicContext.ActorOf(Worker.Props(ActorRefs.Nobody, "c"), "c");
            self.PublicContext.Stop(child);
            Exception? refused = Record.Exception(() => self.PublicContext.ActorOf(Worker.Props(ActorRefs.Nobody, "c"), "c"));
            TestActor.Tell(refused!.GetType().Name);
            self.PublicContext.Watch(child);
            self.PublicBecome(() => self.On<Terminated>(_ =>
            {
                IActorRef again = self.PublicContext.ActorOf(Worker.Props(ActorRefs.Nobody, "c"), "c");
                TestActor.Tell(!again.Equals(child) && again.Path == child.Path && again.Path.Uid != child.Path.Uid);
            }));
        }));
        ExpectMsg(nameof(InvalidActorNameException));
        ExpectMsg(true);
    }

    [Fact]
    public void A_stash_survives_a_restart_by_being_unstashed_first()
    {
        IActorRef stasher = Sys.ActorOf(Props.Create(() => new Stasher(TestActor)));
        stasher.Tell("a");
        stasher.Tell("b");
        stasher.Tell("fail");
        stasher.Tell("c");
        ExpectMsg("open a");
        ExpectMsg("open b");
        ExpectMsg("open c");
    }

    [Fact]
    public void A_stash_of_a_stopped_actor_becomes_dead_letters()
    {
        Sys.EventStream.Subscribe<DeadLetter>(TestActor);
        IActorRef stasher = Sys.ActorOf(Props.Create(() => new Stasher(ActorRefs.Nobody)));
        stasher.Tell("a");
        stasher.Tell(PoisonPill.Instance);
        Assert.Equal("a", ExpectMsg<DeadLetter>().Message);
    }

    [Fact]
    public void A_timer_of_an_earlier_incarnation_never_fires_into_a_later_one()
    {
        IActorRef worker = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "w"));
        worker.Tell(new Worker.Do(self =>
        {
            self.Timers.StartSingleTimer("late", new Worker.Do(_ => TestActor.Tell("an old timer fired")), TimeSpan.FromMilliseconds(60));
            self.Timers.StartSingleTimer("now", new Worker.Do(_ => TestActor.Tell("an old timer fired")), TimeSpan.Zero);
        }));
        worker.Tell(new Worker.Fail());
        worker.Tell(new Worker.Do(self => self.Timers.StartSingleTimer("late", new Worker.Do(_ => TestActor.Tell("a new timer fired")), TimeSpan.FromMilliseconds(150))));

        // The timer without delay may have fired before the failure.
        string first = ExpectMsg<string>();
        if (first == "an old timer fired")
        {
            first = ExpectMsg<string>();
        }

        Assert.Equal("a new timer fired", first);
        ExpectNoMsg();
    }

    [Fact]
    public void ReceiveAsync_processes_nothing_else_until_it_completes_and_keeps_Self_and_Sender()
    {
        TaskCompletionSource gate = new();
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Asynchronous(gate.Task)));
        actor.Tell("slow");
        actor.Tell(1);
        actor.Tell(2);
        ExpectMsg("begun");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        TestProbe other = CreateTestProbe();
        actor.Tell(3, other);
        gate.SetResult();
        ExpectMsg("ended");
        ExpectMsg(actor);
        ExpectMsg(1);
        ExpectMsg(2);
        other.ExpectMsg(3);
    }

    [Fact]
    public void A_failing_ReceiveAsync_restarts_the_actor_with_the_message_that_failed()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Asynchronous(Task.CompletedTask)));
        actor.Tell(new InvalidOperationException("late"));
        actor.Tell(1);
        ExpectMsg("restarted for late at InvalidOperationException");
        ExpectMsg(1);
    }

    [Fact]
    public void Ask_to_the_dead_fails_and_its_temporary_actor_disappears()
    {
        ActorSystemImpl system = (ActorSystemImpl)Sys;
        IActorRef worker = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "w"));
        Watch(worker);
        Sys.Stop(worker);
        ExpectTerminated(worker);
        Assert.Throws<AskTimeoutException>(() => Await(worker.Ask<string>("anyone?")));
        Assert.Equal(0, system.TempCount);

        IActorRef silent = Sys.ActorOf(Props.Create(() => new Relay(TestActor)));
        Task<string> unanswered = silent.Ask<string>("print me", TimeSpan.FromMilliseconds(50));
        Assert.StartsWith("akka://semantics/temp/", ExpectMsg<string>(_ => true) is { } && LastSender.Path is { } path ? path.ToString() : string.Empty);
        Assert.Throws<AskTimeoutException>(() => Await(unanswered));
        Assert.Equal(0, system.TempCount);
    }

    [Fact]
    public void Ask_fails_when_the_receiver_dies_with_the_question_in_its_mailbox()
    {
        IActorRef worker = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "w"));
        worker.Tell(PoisonPill.Instance);
        Assert.Throws<AskTimeoutException>(() => Await(worker.Ask<string>("too late")));
    }

    [Fact]
    public void A_constructor_that_throws_is_supervised_as_ActorInitializationException()
    {
        OneForOneStrategy strategy = new(cause =>
        {
            TestActor.Tell($"{cause.GetType().Name}: {cause.InnerException!.Message}");
            return Directive.Stop;
        });
        Action refuse = () => throw new InvalidOperationException("no");
        IActorRef boss = Sys.ActorOf(Props.Create(() => new Boss(strategy)));
        IActorRef child = Await(boss.Ask<IActorRef>(Props.Create(() => new Unmakeable(refuse))));
        ExpectMsg("ActorInitializationException: no");
        Watch(child);
        ExpectTerminated(child);
    }

    [Fact]
    public void A_constructor_that_throws_once_is_made_again_on_restart_and_keeps_its_mailbox()
    {
        int attempts = 0;
        IActorRef boss = Sys.ActorOf(Props.Create(() => new Boss(new OneForOneStrategy(_ => Directive.Restart))));
        Action third = () =>
        {
            if (Interlocked.Increment(ref attempts) < 3)
            {
                throw new InvalidOperationException("not yet");
            }
        };
        IActorRef child = Await(boss.Ask<IActorRef>(Props.Create(() => new Unmakeable(third))));
        child.Tell("hello");
        ExpectMsg("hello");
        Assert.Equal(3, attempts);
    }

    [Fact]
    public void A_message_to_a_stopped_actor_is_a_dead_letter_with_sender_and_recipient()
    {
        IActorRef worker = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "w"));
        Watch(worker);
        Sys.Stop(worker);
        ExpectTerminated(worker);
        Sys.EventStream.Subscribe<DeadLetter>(TestActor);
        TestProbe sender = CreateTestProbe();
        worker.Tell("lost", sender);
        DeadLetter letter = ExpectMsg<DeadLetter>();
        Assert.Equal("lost", letter.Message);
        Assert.Equal(sender.Ref, letter.Sender);
        Assert.Equal(worker, letter.Recipient);
    }

    [Fact]
    public void Messages_left_in_a_mailbox_are_dead_letters_and_suppressed_ones_are_published_apart()
    {
        Sys.EventStream.Subscribe<AllDeadLetters>(TestActor);
        IActorRef worker = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "w"));
        worker.Tell(PoisonPill.Instance);
        worker.Tell("left over");
        worker.Tell(PoisonPill.Instance);
        Assert.Equal("left over", ExpectMsg<DeadLetter>().Message);
        Assert.Same(PoisonPill.Instance, ExpectMsg<SuppressedDeadLetter>().Message);
    }

    [Fact]
    public void Context_used_from_a_wrong_thread_says_so()
    {
        IActorRef worker = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "w"));
        worker.Tell(new Worker.Do(self =>
        {
            Exception? thrown = null;
            Thread wrong = new(() => thrown = Record.Exception(() => self.PublicContext));
            wrong.Start();
            wrong.Join();
            TestActor.Tell(thrown!);
            TestActor.Tell(self.PublicSelf);
        }));
        Assert.Contains("no active ActorContext", ExpectMsg<NotSupportedException>().Message, StringComparison.Ordinal);
        ExpectMsg(worker);
    }

    [Fact]
    public void An_actor_made_with_new_is_refused()
    {
        ActorCell? current = ActorCell.Current;
        ActorCell.Current = null;
        try
        {
            Assert.Throws<ActorInitializationException>(() => new Worker(ActorRefs.Nobody, "w"));
        }
        finally
        {
            ActorCell.Current = current;
        }
    }

    private sealed class Relay : ReceiveActor
    {
        public Relay(IActorRef target) => ReceiveAny(target.Forward);
    }

    private sealed class Counter : ReceiveActor
    {
        public Counter(int id, IActorRef target, int count) => Receive<string>(_ =>
        {
            for (int i = 0; i < count; i++)
            {
                target.Tell((id, i));
            }
        });
    }

    private sealed class Stasher : ReceiveActor, IWithStash
    {
        private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<IActorRef, object> s_failed = [];

        public Stasher(IActorRef report)
        {
            if (s_failed.TryGetValue(Self, out _))
            {
                Receive<string>(text => report.Tell($"open {text}"));
                return;
            }

            Receive<string>(
                _ =>
                {
                    s_failed.Add(Self, new object());
                    throw new InvalidOperationException("boom");
                },
                text => text == "fail");
            Receive<string>(_ => Stash.Stash());
        }

        public IStash Stash { get; set; } = null!;
    }

    private sealed class Asynchronous : ReceiveActor
    {
        public Asynchronous(Task gate)
        {
            ReceiveAsync<string>(async _ =>
            {
                Sender.Tell("begun");
                await gate;
                Sender.Tell("ended");
                Context.Sender.Tell(Context.Self);
            });
            ReceiveAsync<Exception>(async failure =>
            {
                await Task.Yield();
                throw failure;
            });
            Receive<int>(number => Sender.Tell(number));
        }

        protected override void PreRestart(Exception reason, object message)
            => Sender.Tell($"restarted for {reason.Message} at {message.GetType().Name}");
    }

    private sealed class Unmakeable : ReceiveActor
    {
        public Unmakeable(Action construct)
        {
            construct();
            ReceiveAny(message => Sender.Tell(message));
        }
    }
}
