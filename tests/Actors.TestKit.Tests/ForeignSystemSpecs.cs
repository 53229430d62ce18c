namespace Helios.Actors.TestKit.Tests;

public sealed class ForeignSystemSpecs
{
    [Fact]
    public async Task A_kit_that_joins_a_system_leaves_it_running()
    {
        using ActorSystem system = ActorSystem.Create("foreign", ConfigurationFactory.ParseString("akka.loggers = []"));
        using (Xunit2.TestKit kit = new(system))
        {
            kit.TestActor.Tell("x");
            kit.ExpectMsg("x");
        }

        Assert.False(system.WhenTerminated.IsCompleted);
        await system.Terminate();
    }

    [Fact]
    public async Task A_kit_ends_the_system_that_it_started()
    {
        Xunit2.TestKit kit = new(ConfigurationFactory.ParseString("akka.loggers = []"), "own");
        kit.Dispose();
        await kit.Sys.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal("own", kit.Sys.Name);
    }

    private sealed class Unsent : Xunit2.TestKit, INoImplicitSender;

    [Fact]
    public void A_kit_without_implicit_sender_sends_as_nobody()
    {
        using Unsent kit = new();
        kit.TestActor.Tell("x");
        kit.ExpectMsgFrom(kit.Sys.DeadLetters, "x");
    }
}
