using Helios.Actors.Deterministic;
using Helios.Actors.Setup;

namespace Helios.Actors.Tests;

public sealed class EscalationOnTheDefaultDispatcher() : EscalationSpecs(ActorSystem.Create(
    "escalation",
    Escalating.WithSetup(BootstrapSetup.Create().WithConfig(Quiet))));

public sealed class EscalationOnTheDeterministicDispatcher() : EscalationSpecs(DeterministicSystem.Create("escalation", 5, setup: Escalating));

/// <summary>What happens when no supervisor below the root wants to decide.</summary>
public abstract class EscalationSpecs : EngineSpecs
{
    protected EscalationSpecs(ActorSystem system)
        : base(system)
    {
    }

    protected EscalationSpecs(DeterministicSystem system)
        : base(system)
    {
    }

    protected static ActorSystemSetup Escalating
        => ActorSystemSetup.Create(new GuardianStrategySetup(new OneForOneStrategy(static _ => Directive.Escalate)));

    [Fact]
    public void Escalation_to_the_top_stops_the_user_guardian_with_the_error_logged()
    {
        Sys.EventStream.Subscribe<Error>(TestActor);
        IActorRef guardian = ((ExtendedActorSystem)Sys).Guardian;
        IActorRef bystander = Sys.ActorOf(Worker.Props(ActorRefs.Nobody, "bystander"), "bystander");
        IActorRef boss = Sys.ActorOf(Props.Create(() => new Boss(new OneForOneStrategy(_ => Directive.Escalate))), "boss");
        IActorRef child = Await(boss.Ask<IActorRef>(Worker.Props(ActorRefs.Nobody, "w")));
        Watch(guardian);
        child.Tell(new Worker.Fail("fatal"));
        FishForMessage<Error>(error => error.Cause?.Message == "fatal" && error.Message.ToString()!.Contains("shuts down", StringComparison.Ordinal));
        FishForMessage<Terminated>(terminated => terminated.ActorRef.Equals(guardian));
        Await(Sys.WhenTerminated);
        Assert.True(((IInternalActorRef)bystander).IsTerminated);
    }
}
