using Helios.Actors.Deterministic;

namespace Helios.Actors.Tests;

/// <summary>State machines, on the simulated clock.</summary>
public sealed class FsmSpecs() : EngineSpecs(DeterministicSystem.Create("fsm", 9))
{
    public enum Door
    {
        Closed,
        Open,
        Broken,
    }

    [Fact]
    public void A_machine_goes_replies_notifies_and_counts()
    {
        IActorRef door = Sys.ActorOf(Props.Create(() => new DoorMachine(TestActor)));
        door.Tell(new FSMBase.SubscribeTransitionCallBack(TestActor));
        ExpectMsg(new FSMBase.CurrentState<Door>(door, Door.Closed));
        door.Tell("open");
        ExpectMsg("opened");
        ExpectMsgAllOf<object>(["transition Closed Open 1", new FSMBase.Transition<Door>(door, Door.Closed, Door.Open)]);
    }

    [Fact]
    public void A_state_times_out_and_a_message_starts_its_time_again()
    {
        IActorRef door = Sys.ActorOf(Props.Create(() => new DoorMachine(TestActor)));
        door.Tell("open");
        ExpectMsg("opened");
        ExpectMsg("transition Closed Open 1");
        TimeSpan opened = Sys.Scheduler.MonotonicClock;
        ExpectNoMsg(TimeSpan.FromSeconds(3));
        door.Tell("hold");
        ExpectMsg("transition Open Closed 1", TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.FromSeconds(8), Sys.Scheduler.MonotonicClock - opened);
    }

    [Fact]
    public void A_timer_of_the_machine_fires_by_name_until_cancelled()
    {
        IActorRef door = Sys.ActorOf(Props.Create(() => new DoorMachine(TestActor)));
        door.Tell("ring");
        ExpectMsg("bell");
        ExpectMsg("bell");
        door.Tell("quiet");
        ExpectNoMsg(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_machine_that_stops_tells_why_and_in_which_state()
    {
        IActorRef door = Sys.ActorOf(Props.Create(() => new DoorMachine(TestActor)));
        Watch(door);
        door.Tell("break");
        ExpectMsg("end Failure(hinge) in Closed");
        ExpectTerminated(door);
        IActorRef other = Sys.ActorOf(Props.Create(() => new DoorMachine(TestActor)));
        Sys.Stop(other);
        ExpectMsg("end shutdown in Closed");
    }

    [Fact]
    public void What_no_state_knows_goes_to_WhenUnhandled()
    {
        IActorRef door = Sys.ActorOf(Props.Create(() => new DoorMachine(TestActor)));
        door.Tell(12);
        ExpectMsg("unhandled 12");
    }

    private sealed class DoorMachine : FSM<Door, int>
    {
        public DoorMachine(IActorRef report)
        {
            StartWith(Door.Closed, 0);
            When(Door.Closed, e => e.FsmEvent switch
            {
                "open" => GoTo(Door.Open).Using(e.StateData + 1).Replying("opened"),
                "break" => Stop(new Failure("hinge")),
                "ring" => Ring(),
                "bell" => Bell(),
                "quiet" => Quiet(),
                _ => null!,
            });
            When(
                Door.Open,
                e => e.FsmEvent switch
                {
                    StateTimeout => GoTo(Door.Closed),
                    "hold" => Stay(),
                    _ => null!,
                },
                TimeSpan.FromSeconds(5));
            WhenUnhandled(e =>
            {
                report.Tell($"unhandled {e.FsmEvent}");
                return Stay();
            });
            OnTransition((from, to) => report.Tell($"transition {from} {to} {NextStateData}"));
            OnTermination(stop => report.Tell($"end {stop.Reason} in {stop.TerminatedState}"));
            Initialize();

            State<Door, int> Ring()
            {
                SetTimer("bell", "bell", TimeSpan.FromSeconds(1), repeat: true);
                return Stay();
            }

            State<Door, int> Bell()
            {
                report.Tell("bell");
                return Stay();
            }

            State<Door, int> Quiet()
            {
                CancelTimer("bell");
                return Stay();
            }
        }
    }
}
