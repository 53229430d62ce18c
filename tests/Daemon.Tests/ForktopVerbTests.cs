using Helios.Linux;
using Helios.Support;

namespace Helios.Daemon.Tests;

/// <summary><c>helios forktop CONTAINER</c>, with the daemon that has the container.</summary>
public class ForktopVerbTests
{
    private const string Container = "forktop-test";

    private static readonly WindowSize s_size = new(120, 24);

    [Fact]
    public void What_a_container_makes_is_logged_until_it_is_killed()
    {
        using LiveDaemon daemon = LiveDaemon.Begin();
        daemon.Helios("run", "-d", "--stop-timeout", "0", "--name", Container, "--", "sh", "-c", "while :; do sleep 0.3; done").Good();
        using HostedTerminal terminal = daemon.OnTerminal(s_size, "forktop", "--log", Container);
        terminal.Expect("sleep 0.3");
        daemon.Helios("kill", Container).Good();
        Assert.Equal(0, terminal.End());
    }
}
