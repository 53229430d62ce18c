using Helios.Backends.Simulated;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Fleets.Tests;

namespace Helios.Supervisor.Tests;

/// <summary>The actor does what the state table says: each command in each state gets one answer, and is refused exactly where the table refuses.</summary>
public class EveryStateSpecs
{
    private static readonly ContainerId s_web = Some.Id("web");

    public static TheoryData<ContainerState> States => [.. Enum.GetValues<ContainerState>()];

    [Theory]
    [MemberData(nameof(States))]
    public void Every_command_is_answered_once_as_the_table_says(ContainerState state)
    {
        foreach (ContainerProtocol.ICommand command in EveryCommand.Of(s_web))
        {
            using World world = In(state);
            if (state == ContainerState.Removed)
            {
                Assert.Equal(Refusal.NotFound, world.Ask<ContainerProtocol.Refused>(command).Kind);
                continue;
            }

            Assert.Equal(state, world["web"].State);
            PendingAnswer answer = world.Pending(command);
            for (int i = 0; i < 50 && !answer.IsThere; i++)
            {
                world.Advance(1000);
            }

            CommandAction action = StateTable.ActionOf(state, CommandKinds.Of(command));
            Assert.True(answer.IsThere, $"{command} in {state} is not answered");
            Assert.True(
                answer.Now() is ContainerProtocol.Refused { Kind: Refusal.WrongState } == (action == CommandAction.Refuse),
                $"{command} in {state} is to {action} and was answered {answer.Now()}");
        }
    }

    [Theory]
    [MemberData(nameof(States))]
    public void Every_question_is_answered_in_every_state(ContainerState state)
    {
        using World world = In(state);
        foreach (ContainerProtocol.IQuery query in (ContainerProtocol.IQuery[])
            [new ContainerProtocol.GetStatus(s_web), new ContainerProtocol.Inspect(s_web), new ContainerProtocol.GetStatistics(s_web), new ContainerProtocol.OpenLogs(s_web)])
        {
            Assert.Equal(state == ContainerState.Removed, world.Ask<object>(query) is ContainerProtocol.Refused);
        }
    }

    private static World In(ContainerState state)
    {
        TimeSpan long_ = TimeSpan.FromSeconds(5000);
        SimulatedBehaviour behaviour = state switch
        {
            ContainerState.Preparing => new SimulatedBehaviour { PrepareTime = long_ },
            ContainerState.Starting => new SimulatedBehaviour { StartTime = long_ },
            ContainerState.Stopping => new SimulatedBehaviour { StopTime = long_ },
            ContainerState.Exited => SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(1), 0),
            ContainerState.BackingOff => SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(1), 1),
            ContainerState.Failed => new SimulatedBehaviour { StartFailure = new ExitCause.LaunchFailed("x", "y") },
            _ => SimulatedBehaviour.Steady,
        };
        World world = new(SimulationScript.Steady.With("web", behaviour).With("db", new SimulatedBehaviour { NotifiesReadyAfter = long_ }));
        world.Apply("containers.db { command = [db], readiness = notify }");
        world.Pending(new FleetProtocol.Run(
            "test",
            Some.Member("web") with
            {
                Container = new ContainerSpec { Id = s_web, Command = ["app"], StopGrace = TimeSpan.FromHours(2) },
                Restart = new RestartSpec
                {
                    Policy = state == ContainerState.Failed ? RestartPolicy.No : RestartPolicy.OnFailure,
                    Delay = TimeSpan.FromHours(2),
                    MaxDelay = TimeSpan.FromHours(3),
                    Jitter = 0,
                },
                Dependencies = state == ContainerState.Waiting ? [new DependencySpec(Some.Id("db"), DependencyCondition.Ready, true, DependencyLoss.Ignore)] : [],
            },
            Start: state != ContainerState.Created));
        world.Advance(2);
        switch (state)
        {
            case ContainerState.Paused:
                world.Ask<ContainerProtocol.Accepted>(new ContainerProtocol.Pause(s_web, "test"));
                break;
            case ContainerState.Stopping:
                world.Pending(new ContainerProtocol.Stop(s_web, "test"));
                break;
            case ContainerState.Removed:
                world.Ask<ContainerProtocol.Accepted>(new ContainerProtocol.Remove(s_web, "test", Force: true));
                break;
        }

        return world;
    }
}
