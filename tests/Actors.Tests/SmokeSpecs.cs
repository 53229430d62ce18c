namespace Helios.Actors.Tests;

public sealed class SmokeSpecs : TestKit.Xunit2.TestKit
{
    private sealed class Echo : ReceiveActor
    {
        public Echo()
        {
            Receive<string>(text => Sender.Tell(text));
            ReceiveAsync<int>(async n =>
            {
                await Task.Yield();
                Sender.Tell(n + 1);
            });
            Receive<bool>(_ => throw new InvalidOperationException("boom"));
        }
    }

    [Fact]
    public void Echoes()
    {
        IActorRef echo = Sys.ActorOf(Props.Create<Echo>(), "echo");
        echo.Tell("hello");
        ExpectMsg("hello");
        echo.Tell(1);
        ExpectMsg(2);
        echo.Tell(true);
        echo.Tell("again");
        ExpectMsg("again");
        Watch(echo);
        echo.Tell(PoisonPill.Instance);
        ExpectTerminated(echo);
    }

    [Fact]
    public async Task Answers()
    {
        IActorRef echo = Sys.ActorOf(Props.Create(() => new Echo()));
        Assert.Equal("x", await echo.Ask<string>("x", TimeSpan.FromSeconds(3)));
        Assert.True(await echo.GracefulStop(TimeSpan.FromSeconds(3)));
        await Assert.ThrowsAsync<AskTimeoutException>(() => echo.Ask<string>("x"));
        await Sys.Terminate();
    }
}
