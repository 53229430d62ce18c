using Helios.Fleets;
using Helios.Fleets.Tests;

namespace Helios.Supervisor.Tests;

public class StateTableTests
{
    [Fact]
    public void Every_state_answers_every_command()
    {
        foreach (CommandKind kind in Enum.GetValues<CommandKind>())
        {
            foreach (ContainerState state in Enum.GetValues<ContainerState>())
            {
                Assert.True(Enum.IsDefined(StateTable.ActionOf(state, kind)), $"{kind} in {state}");
            }
        }
    }

    [Fact]
    public void Every_command_of_the_protocol_has_a_kind()
    {
        Type[] commands = [.. typeof(ContainerProtocol).GetNestedTypes().Where(static type => type.IsAssignableTo(typeof(ContainerProtocol.ICommand)) && !type.IsInterface)];
        Assert.Equal(commands.Order(new ByName()), EveryCommand.Of(Some.Id("web")).Select(static command => command.GetType()).Distinct().Order(new ByName()));
        Assert.Equal(Enum.GetValues<CommandKind>(), EveryCommand.Of(Some.Id("web")).Select(CommandKinds.Of).Distinct().Order());
    }

    [Fact]
    public void A_process_is_touched_only_where_there_is_one()
    {
        CommandAction[] touching =
        [
            CommandAction.Halt, CommandAction.HaltNow, CommandAction.HaltThenBegin, CommandAction.Deliver, CommandAction.Freeze, CommandAction.Thaw,
            CommandAction.RunInside, CommandAction.HandOut, CommandAction.TellTerminal,
        ];
        foreach (CommandKind kind in Enum.GetValues<CommandKind>())
        {
            foreach (ContainerState state in Enum.GetValues<ContainerState>().Except([ContainerState.Running, ContainerState.Paused, ContainerState.Stopping]))
            {
                Assert.DoesNotContain(StateTable.ActionOf(state, kind), touching);
            }
        }
    }

    [Fact]
    public void A_removed_container_does_nothing_any_more()
        => Assert.All(Enum.GetValues<CommandKind>(), static kind => Assert.Contains(StateTable.ActionOf(ContainerState.Removed, kind), new[] { CommandAction.Refuse, CommandAction.Already }));

    [Fact]
    public void Every_refusal_has_a_reason()
        => Assert.All(Enum.GetValues<ContainerState>(), static state => Assert.NotEmpty(StateTable.WhyNot(state)));

    private sealed class ByName : IComparer<Type>
    {
        public int Compare(Type? x, Type? y) => string.CompareOrdinal(x?.Name, y?.Name);
    }
}
