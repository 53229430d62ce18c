using Helios.Actors.Deterministic;

namespace Helios.Actors.Tests;

public sealed class SupervisionOnTheDefaultDispatcher() : SupervisionSpecs(ActorSystem.Create("supervision", Quiet));

public sealed class SupervisionOnTheDeterministicDispatcher() : SupervisionSpecs(DeterministicSystem.Create("supervision", 23));

/// <summary>Strategies, directives, limits and windows.</summary>
public abstract class SupervisionSpecs : EngineSpecs
{
    protected SupervisionSpecs(ActorSystem system)
        : base(system)
    {
    }

    protected SupervisionSpecs(DeterministicSystem system)
        : base(system)
    {
    }

    [Fact]
    public void Resume_goes_on_with_the_same_instance()
    {
        IActorRef child = ChildOf(new OneForOneStrategy(static _ => Directive.Resume));
        child.Tell(new Worker.Fail());
        child.Tell("hello");
        ExpectMsg("w:hello");
    }

    [Fact]
    public void Restart_replaces_the_instance()
    {
        IActorRef child = ChildOf(new OneForOneStrategy(static _ => Directive.Restart));
        child.Tell(new Worker.Fail());
        ExpectMsg("w restarts for boom at Fail");
        ExpectMsg("w stopped");
        ExpectMsg("w started");
    }

    [Fact]
    public void Stop_ends_the_child()
    {
        IActorRef child = ChildOf(new OneForOneStrategy(static _ => Directive.Stop));
        Watch(child);
        child.Tell(new Worker.Fail());
        ExpectMsg("w stopped");
        ExpectTerminated(child);
    }

    [Fact]
    public void Escalate_makes_the_supervisor_fail_in_turn()
    {
        OneForOneStrategy outer = new(cause =>
        {
            TestActor.Tell($"outer: {cause.Message}");
            return Directive.Restart;
        });
        IActorRef grandparent = Sys.ActorOf(Props.Create(() => new Boss(outer)));
        IActorRef parent = Await(grandparent.Ask<IActorRef>(Props.Create(() => new Boss(new OneForOneStrategy(_ => Directive.Escalate)))));
        IActorRef child = Await(parent.Ask<IActorRef>(Worker.Props(TestActor, "w")));
        ExpectMsg("w started");
        Watch(child);
        child.Tell(new Worker.Fail());
        ExpectMsg("outer: boom");
        ExpectMsg("w stopped");
        ExpectTerminated(child);
        Assert.Equal(ActorRefs.Nobody, ((LocalActorRef)parent).Cell.GetSingleChild("w"));
    }

    [Fact]
    public void One_for_one_leaves_the_siblings_alone()
    {
        IActorRef boss = Sys.ActorOf(Props.Create(() => new Boss(new OneForOneStrategy(_ => Directive.Restart))));
        IActorRef failing = Await(boss.Ask<IActorRef>(Worker.Props(ActorRefs.Nobody, "a")));
        IActorRef sibling = Await(boss.Ask<IActorRef>(Worker.Props(TestActor, "b")));
        ExpectMsg("b started");
        failing.Tell(new Worker.Fail());
        ExpectNoMsg();
        sibling.Tell("hello");
        ExpectMsg("b:hello");
    }

    [Fact]
    public void All_for_one_restarts_the_siblings_too()
    {
        IActorRef boss = Sys.ActorOf(Props.Create(() => new Boss(new AllForOneStrategy(_ => Directive.Restart))));
        IActorRef failing = Await(boss.Ask<IActorRef>(Worker.Props(TestActor, "a")));
        ExpectMsg("a started");
        Await(boss.Ask<IActorRef>(Worker.Props(TestActor, "b")));
        ExpectMsg("b started");
        failing.Tell(new Worker.Fail());
        ExpectMsgAllOf(["a restarts for boom at Fail", "a stopped", "a started", "b restarts for boom at nothing", "b stopped", "b started"]);
    }

    [Fact]
    public void All_for_one_stops_the_siblings_too()
    {
        IActorRef boss = Sys.ActorOf(Props.Create(() => new Boss(new AllForOneStrategy(_ => Directive.Stop))));
        IActorRef failing = Await(boss.Ask<IActorRef>(Worker.Props(TestActor, "a")));
        ExpectMsg("a started");
        Await(boss.Ask<IActorRef>(Worker.Props(TestActor, "b")));
        ExpectMsg("b started");
        failing.Tell(new Worker.Fail());
        ExpectMsgAllOf(["a stopped", "b stopped"]);
    }

    [Fact]
    public void The_restart_after_the_last_allowed_one_is_a_stop()
    {
        IActorRef child = ChildOf(new OneForOneStrategy(2, TimeSpan.FromMinutes(1), static _ => Directive.Restart));
        Watch(child);
        for (int i = 0; i < 2; i++)
        {
            child.Tell(new Worker.Fail());
            ExpectMsg("w restarts for boom at Fail");
            ExpectMsg("w stopped");
            ExpectMsg("w started");
        }

        child.Tell(new Worker.Fail());
        ExpectMsg("w stopped");
        ExpectTerminated(child);
    }

    [Fact]
    public void No_retries_means_no_restart()
    {
        IActorRef child = ChildOf(new OneForOneStrategy(0, TimeSpan.FromMinutes(1), static _ => Directive.Restart));
        child.Tell(new Worker.Fail());
        ExpectMsg("w stopped");
    }

    [Fact]
    public void A_window_that_has_passed_forgets_the_restarts()
    {
        IActorRef child = ChildOf(new OneForOneStrategy(1, TimeSpan.FromMilliseconds(50), static _ => Directive.Restart));
        for (int i = 0; i < 3; i++)
        {
            child.Tell(new Worker.Fail());
            ExpectMsg("w restarts for boom at Fail");
            ExpectMsg("w stopped");
            ExpectMsg("w started");
            ExpectNoMsg(TimeSpan.FromMilliseconds(120));
        }
    }

    [Fact]
    public void Kill_stops_by_the_default_decider()
    {
        IActorRef worker = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "w"));
        Watch(worker);
        worker.Tell(Kill.Instance);
        ExpectTerminated(worker);
    }

    [Fact]
    public void A_decider_table_takes_the_first_entry_that_fits()
    {
        DeployableDecider decider = Decider.From(
            Directive.Escalate,
            Directive.Resume.When<ArgumentNullException>(),
            Directive.Stop.When<ArgumentException>());
        Assert.Equal(Directive.Resume, decider.Decide(new ArgumentNullException()));
        Assert.Equal(Directive.Stop, decider.Decide(new ArgumentException()));
        Assert.Equal(Directive.Escalate, decider.Decide(new InvalidOperationException()));
    }

    [Fact]
    public void A_strategy_in_Props_goes_before_that_of_the_actor()
    {
        Props props = Props.Create(() => new Boss(new OneForOneStrategy(_ => Directive.Stop))).WithSupervisorStrategy(new OneForOneStrategy(static _ => Directive.Resume));
        IActorRef boss = Sys.ActorOf(props);
        IActorRef child = Await(boss.Ask<IActorRef>(Worker.Props(TestActor, "w")));
        ExpectMsg("w started");
        child.Tell(new Worker.Fail());
        child.Tell("hello");
        ExpectMsg("w:hello");
    }

    [Fact]
    public void A_failing_PreRestart_is_logged_and_the_restart_goes_on()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new FailsInPreRestart()));
        EventFilter.Exception<PreRestartException>().ExpectOne(() => actor.Tell("fail"));
        actor.Tell(1);
        ExpectMsg(1);
    }

    [Fact]
    public void A_failing_PostRestart_is_supervised_as_PostRestartException()
    {
        List<string> seen = [];
        OneForOneStrategy strategy = new(cause =>
        {
            TestActor.Tell(cause.GetType().Name);
            return cause is PostRestartException ? Directive.Stop : Directive.Restart;
        });
        IActorRef boss = Sys.ActorOf(Props.Create(() => new Boss(strategy)));
        IActorRef child = Await(boss.Ask<IActorRef>(Props.Create(() => new FailsInPostRestart())));
        Watch(child);
        child.Tell("fail");
        ExpectMsg(nameof(InvalidOperationException));
        ExpectMsg(nameof(PostRestartException));
        ExpectTerminated(child);
    }

    private IActorRef ChildOf(SupervisorStrategy strategy)
    {
        IActorRef boss = Sys.ActorOf(Props.Create(() => new Boss(strategy)));
        IActorRef child = Await(boss.Ask<IActorRef>(Worker.Props(TestActor, "w")));
        ExpectMsg("w started");
        return child;
    }

    private sealed class FailsInPreRestart : ReceiveActor
    {
        public FailsInPreRestart()
        {
            Receive<string>(_ => throw new InvalidOperationException("boom"));
            Receive<int>(number => Sender.Tell(number));
        }

        protected override void PreRestart(Exception reason, object message) => throw new InvalidOperationException("again");
    }

    private sealed class FailsInPostRestart : ReceiveActor
    {
        public FailsInPostRestart() => Receive<string>(_ => throw new InvalidOperationException("boom"));

        protected override void PostRestart(Exception reason) => throw new InvalidOperationException("again");
    }
}
