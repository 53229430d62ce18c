using Helios.Actors.Deterministic;

namespace Helios.Actors.Tests;

public sealed class FeaturesOnTheDefaultDispatcher() : FeatureSpecs(ActorSystem.Create("features", Quiet));

public sealed class FeaturesOnTheDeterministicDispatcher() : FeatureSpecs(DeterministicSystem.Create("features", 3));

/// <summary>Behaviours, timers, stash, selections, questions, events.</summary>
public abstract class FeatureSpecs : EngineSpecs
{
    protected FeatureSpecs(ActorSystem system)
        : base(system)
    {
    }

    protected FeatureSpecs(DeterministicSystem system)
        : base(system)
    {
    }

    [Fact]
    public void Become_replaces_and_BecomeStacked_returns()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Changing()));
        foreach (string text in (string[])["push", "x", "pop", "x", "become", "x"])
        {
            actor.Tell(text);
        }

        ExpectMsg("stacked x");
        ExpectMsg("first x");
        ExpectMsg("second x");
    }

    [Fact]
    public void Predicates_decide_in_the_order_of_declaration_and_the_rest_is_unhandled()
    {
        Sys.EventStream.Subscribe<UnhandledMessage>(TestActor);
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Sorting()));
        actor.Tell(5);
        ExpectMsg("small");
        actor.Tell(50);
        ExpectMsg("large");
        actor.Tell(-1);
        ExpectMsg("declined");
        actor.Tell("text");
        Assert.Equal("text", ExpectMsg<UnhandledMessage>().Message);
    }

    [Fact]
    public void A_receive_timeout_comes_after_silence_and_only_once_until_the_next_message()
    {
        IActorRef actor = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "w"));
        actor.Tell(new Worker.Do(self =>
        {
            self.PublicContext.SetReceiveTimeout(TimeSpan.FromMilliseconds(40));
            self.PublicBecome(() => self.On<ReceiveTimeout>(timeout =>
            {
                self.PublicContext.SetReceiveTimeout(null);
                TestActor.Tell(timeout);
            }));
        }));
        ExpectMsg<ReceiveTimeout>();
        ExpectNoMsg();
    }

    [Fact]
    public void A_timer_is_replaced_by_its_key_and_can_be_cancelled()
    {
        IActorRef actor = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "w"));
        actor.Tell(new Worker.Do(self =>
        {
            self.Timers.StartSingleTimer("key", new Worker.Do(_ => TestActor.Tell("replaced")), TimeSpan.FromMilliseconds(20));
            self.Timers.StartSingleTimer("key", new Worker.Do(_ => TestActor.Tell("second")), TimeSpan.FromMilliseconds(20));
            self.Timers.StartPeriodicTimer("again", new Worker.Do(_ => TestActor.Tell("tick")), TimeSpan.FromMilliseconds(60), TimeSpan.FromMilliseconds(10));
            self.Timers.StartSingleTimer("never", new Worker.Do(_ => TestActor.Tell("cancelled")), TimeSpan.FromMilliseconds(5));
            self.Timers.Cancel("never");
            TestActor.Tell(self.Timers.IsTimerActive("key") && !self.Timers.IsTimerActive("never"));
        }));
        ExpectMsg(true);
        ExpectMsg("second");
        ExpectMsg("tick");
        ExpectMsg("tick");
        actor.Tell(new Worker.Do(self => self.Timers.CancelAll()));
    }

    [Fact]
    public void A_bounded_stash_overflows_with_an_exception_that_restarts_the_actor()
    {
        IActorRef actor = Sys.ActorOf(Worker.Props(TestActor, "w").WithStashCapacity(2));
        ExpectMsg("w started");
        for (int i = 0; i < 3; i++)
        {
            actor.Tell(new Worker.Do(self =>
            {
                if (self.Stash.IsFull)
                {
                    TestActor.Tell($"full at {self.Stash.Count}");
                }

                self.Stash.Stash();
            }));
        }

        ExpectMsg("full at 2");
        Assert.StartsWith("w restarts for the stash of", ExpectMsg<string>(), StringComparison.Ordinal);
        Sys.Stop(actor);
    }

    [Fact]
    public void The_same_message_cannot_be_stashed_twice()
    {
        IActorRef actor = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "w"));
        actor.Tell(new Worker.Do(self =>
        {
            self.Stash.Stash();
            TestActor.Tell(Record.Exception(self.Stash.Stash)!);
            self.Stash.ClearStash();
        }));
        ExpectMsg<IllegalActorStateException>();
    }

    [Fact]
    public void Unstashed_messages_come_first_and_keep_order_and_senders()
    {
        TestProbe other = CreateTestProbe();
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Opening()));
        actor.Tell("1");
        actor.Tell("2", other);
        actor.Tell("open");
        actor.Tell("3");
        ExpectMsg("1");
        ExpectMsg("3");
        other.ExpectMsg("2");
    }

    [Fact]
    public void A_selection_finds_by_path_relative_path_parent_and_wildcard()
    {
        IActorRef parent = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "p"), "p");
        IActorRef a1 = Await(parent.Ask<IActorRef>(new Worker.Spawn("a1")));
        Await(parent.Ask<IActorRef>(new Worker.Spawn("a2")));
        Await(parent.Ask<IActorRef>(new Worker.Spawn("b1")));
        Sys.ActorSelection("/user/p/a1").Tell("x");
        ExpectMsg("a1:x");
        Sys.ActorSelection("akka://features/user/p/b1").Tell("x");
        ExpectMsg("b1:x");
        Sys.ActorSelection("/user/p/a*").Tell("x");
        ExpectMsgAllOf(["a1:x", "a2:x"]);
        Sys.ActorSelection("/user/p/?1").Tell("x");
        ExpectMsgAllOf(["a1:x", "b1:x"]);
        Sys.ActorSelection("/user/**").Tell("x");
        ExpectMsgAllOf(["p:x", "a1:x", "a2:x", "b1:x"]);
        a1.Tell(new Worker.Do(self => self.PublicContext.ActorSelection("../b1").Tell("up", TestActor)));
        ExpectMsg("b1:up");
        Assert.Equal(a1, Await(Sys.ActorSelection(a1.Path).ResolveOne(Soon)));
        Assert.Throws<ActorNotFoundException>(() => Await(Sys.ActorSelection("/user/nobody").ResolveOne(Soon)));
        Sys.EventStream.Subscribe<DeadLetter>(TestActor);
        Sys.ActorSelection("/user/nobody").Tell("lost");
        Assert.Equal("/user/nobody", ExpectMsg<DeadLetter>().Recipient.Path.ToStringWithoutAddress());
    }

    [Fact]
    public void Identify_is_answered_by_the_actor_and_for_the_missing()
    {
        IActorRef actor = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "w"), "w");
        actor.Tell(new Identify(1));
        Assert.Equal(actor, ExpectMsg<ActorIdentity>(static identity => Equals(identity.MessageId, 1)).Subject);
        Sys.ActorSelection("/user/missing").Tell(new Identify(2));
        Assert.Null(ExpectMsg<ActorIdentity>(static identity => Equals(identity.MessageId, 2)).Subject);
    }

    [Fact]
    public void Ask_takes_the_answer_throws_a_failure_and_refuses_another_type()
    {
        IActorRef actor = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "w"));
        Assert.Equal("w:x", Await(actor.Ask<string>("x", Soon)));
        Assert.Throws<ArgumentException>(() => Await(actor.Ask<int>("x", Soon)));
        Assert.Throws<DivideByZeroException>(() => Await(actor.Ask<string>(
            new Worker.Do(self => self.PublicSender.Tell(new Status.Failure(new DivideByZeroException()))), Soon)));
    }

    [Fact]
    public void Ask_ends_by_its_timeout_or_its_token()
    {
        IActorRef silent = Sys.ActorOf(Props.Create(() => new TestKit.TestActors.BlackHoleActor()));
        Assert.Throws<AskTimeoutException>(() => Await(silent.Ask<string>("x", TimeSpan.FromMilliseconds(30))));
        using CancellationTokenSource cancel = new();
        Task<string> asked = silent.Ask<string>("x", cancel.Token);
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Await(asked));
    }

    [Fact]
    public void PipeTo_sends_the_result_a_transformed_one_or_the_failure()
    {
        TaskCompletionSource<int> later = new();
        _ = later.Task.PipeTo(TestActor, success: static number => $"got {number}");
        later.SetResult(5);
        ExpectMsg("got 5");
        _ = Task.FromException<int>(new InvalidOperationException("no")).PipeTo(TestActor);
        Assert.Equal("no", ExpectMsg<Status.Failure>().Cause.Message);
        _ = Task.FromException(new InvalidOperationException("no")).PipeTo(TestActor, failure: static e => e.Message);
        ExpectMsg("no");
        _ = Task.CompletedTask.PipeTo(TestActor);
        ExpectNoMsg();
    }

    [Fact]
    public void GracefulStop_ends_when_the_actor_has_and_is_cancelled_when_it_does_not()
    {
        IActorRef actor = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "w"));
        Assert.True(Await(actor.GracefulStop(Soon)));
        IActorRef deaf = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "w"));
        Assert.Throws<TaskCanceledException>(() => Await(deaf.GracefulStop(TimeSpan.FromMilliseconds(30), "please")));
    }

    [Fact]
    public void Forward_keeps_the_sender()
    {
        IActorRef relay = Sys.ActorOf(TestKit.TestActors.ForwardActor.Props(TestActor));
        TestProbe sender = CreateTestProbe();
        relay.Tell("x", sender);
        ExpectMsgFrom(sender.Ref, "x");
    }

    [Fact]
    public void The_event_stream_publishes_by_type_and_forgets_who_has_died()
    {
        IActorRef dead = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "w"));
        Assert.True(Sys.EventStream.Subscribe<IComparable>(TestActor));
        Assert.False(Sys.EventStream.Subscribe<IComparable>(TestActor));
        Sys.EventStream.Subscribe<string>(dead);
        Watch(dead);
        Sys.Stop(dead);
        ExpectTerminated(dead);
        Sys.EventStream.Publish("text");
        ExpectMsg("text");
        Sys.EventStream.Publish(new object());
        Assert.True(Sys.EventStream.Unsubscribe(TestActor));
        Sys.EventStream.Publish("text");
        ExpectNoMsg();
    }

    [Fact]
    public void The_log_of_an_actor_bears_its_path_and_fills_both_kinds_of_holes()
    {
        IActorRef actor = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "w"), "logging");
        EventFilter.Info("container c1 took 3 of 5", source: "akka://features/user/logging").ExpectOne(() =>
            actor.Tell(new Worker.Do(self => self.PublicContext.GetLogger().Info("container {Name} took {Used} of {Limit}", "c1", 3, 5))));
        EventFilter.Warning(contains: "5 before 3").ExpectOne(() =>
            actor.Tell(new Worker.Do(self => self.PublicContext.GetLogger().Warning("{1} before {0}", 3, 5))));
    }

    [Fact]
    public void Coordinated_shutdown_runs_its_phases_in_order_and_ends_the_system()
    {
        List<string> phases = [];
        CoordinatedShutdown shutdown = CoordinatedShutdown.Get(Sys);
        foreach (string phase in (string[])[CoordinatedShutdown.PhaseServiceStop, CoordinatedShutdown.PhaseBeforeServiceUnbind, CoordinatedShutdown.PhaseBeforeActorSystemTerminate])
        {
            shutdown.AddTask(phase, "note", () =>
            {
                phases.Add(phase);
                return Task.FromResult(Done.Instance);
            });
        }

        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "fails", () => Task.FromException<Done>(new InvalidOperationException("no")));
        Await(shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance));
        Assert.Equal([CoordinatedShutdown.PhaseBeforeServiceUnbind, CoordinatedShutdown.PhaseServiceStop, CoordinatedShutdown.PhaseBeforeActorSystemTerminate], phases);
        Assert.Same(CoordinatedShutdown.ClrExitReason.Instance, shutdown.ShutdownReason);
        Assert.True(Sys.WhenTerminated.IsCompleted);
    }

    [Fact]
    public void Terminate_ends_the_system_and_then_refuses_children()
    {
        IActorRef actor = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "w"));
        bool told = false;
        Sys.RegisterOnTermination(() => told = true);
        Await(Sys.Terminate());
        Assert.True(told);
        Assert.True(((IInternalActorRef)actor).IsTerminated);
        Assert.Throws<InvalidOperationException>(() => Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "w")));
    }

    [Fact]
    public void An_extension_is_made_once_for_each_system()
    {
        CoordinatedShutdown first = new CoordinatedShutdownExtension().Get(Sys);
        Assert.Same(first, CoordinatedShutdown.Get(Sys));
        Assert.True(Sys.HasExtension<CoordinatedShutdown>());
        Assert.True(Sys.TryGetExtension(out CoordinatedShutdown found));
        Assert.Same(first, found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("$a")]
    [InlineData("a/b")]
    public void A_bad_name_is_refused(string name)
        => Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "w"), name));

    [Fact]
    public void A_null_message_is_refused()
        => Assert.Throws<InvalidMessageException>(() => TestActor.Tell(null!));

    private sealed class Changing : ReceiveActor
    {
        public Changing()
        {
            Receive<string>(_ => BecomeStacked(() =>
            {
                Receive<string>(_ => UnbecomeStacked(), static text => text == "pop");
                Receive<string>(text => Sender.Tell($"stacked {text}"));
            }), static text => text == "push");
            Receive<string>(_ => Become(() => Receive<string>(text => Sender.Tell($"second {text}"))), static text => text == "become");
            Receive<string>(text => Sender.Tell($"first {text}"));
        }
    }

    private sealed class Sorting : ReceiveActor
    {
        public Sorting()
        {
            Receive<int>(static number => number < 0 && Decline());
            Receive<int>(static number => number is > 0 and < 10, _ => Sender.Tell("small"));
            Receive<int>(_ => Sender.Tell("large"), static number => number > 0);
            Receive(typeof(int), _ => Sender.Tell("declined"));
        }

        private static bool Decline() => false;
    }

    private sealed class Opening : ReceiveActor, IWithUnboundedStash
    {
        public Opening()
        {
            Receive<string>(
                _ =>
                {
                    Become(() => Receive<string>(text => Sender.Tell(text)));
                    Stash.UnstashAll();
                },
                static text => text == "open");
            Receive<string>(_ => Stash.Stash());
        }

        public IStash Stash { get; set; } = null!;
    }
}
