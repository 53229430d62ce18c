using Akka.Actor;
using Helios.Fleets.Tests;

namespace Helios.Supervisor.Tests;

/// <summary>Questions to the fleet have no timeout, and yet none waits for ever.</summary>
public sealed class FleetClientSpecs : Akka.TestKit.Xunit.TestKit
{
    private readonly FleetClient _fleet;

    public FleetClientSpecs() => _fleet = new FleetClient(_ => Task.FromResult(TestActor), new EventLog(10));

    [Fact]
    public async Task A_question_is_refused_when_the_fleet_ends_before_it_answers()
    {
        Task<FleetProtocol.IReply> listing = _fleet.AskAsync(new FleetProtocol.List(true), CancellationToken.None);
        Task<ContainerProtocol.IReply> asking = _fleet.AskAsync(new ContainerProtocol.GetStatus(Some.Id("web")), CancellationToken.None);
        ExpectMsg<FleetProtocol.List>();
        ExpectMsg<ContainerProtocol.GetStatus>();
        Sys.Stop(TestActor);
        Assert.Equal(Refusal.ShuttingDown, Assert.IsType<FleetProtocol.Refused>(await listing).Kind);
        Assert.Equal(Refusal.ShuttingDown, Assert.IsType<ContainerProtocol.Refused>(await asking).Kind);
        Assert.Equal(Refusal.ShuttingDown, Assert.IsType<FleetProtocol.Refused>(await _fleet.AskAsync(new FleetProtocol.List(true), CancellationToken.None)).Kind);
    }

    [Fact]
    public async Task A_question_that_is_given_up_is_cancelled()
    {
        using CancellationTokenSource patience = new();
        Task<FleetProtocol.IReply> listing = _fleet.AskAsync(new FleetProtocol.List(true), patience.Token);
        ExpectMsg<FleetProtocol.List>();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listing);
    }

    [Fact]
    public async Task A_question_is_answered()
    {
        Task<FleetProtocol.IReply> listing = _fleet.AskAsync(new FleetProtocol.List(true), CancellationToken.None);
        ExpectMsg<FleetProtocol.List>();
        Reply(new FleetProtocol.Listed([]));
        Assert.IsType<FleetProtocol.Listed>(await listing);
    }

    private void Reply(object message) => LastSender.Tell(message);
}
