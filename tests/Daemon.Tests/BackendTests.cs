namespace Helios.Daemon.Tests;

/// <summary>A daemon offers every backend at once.</summary>
public class BackendTests
{
    [Fact]
    public void Where_systemd_does_not_run_a_unit_is_refused_at_the_line_that_asks_for_it()
    {
        Assert.SkipWhen(Directory.Exists("/run/systemd/system"), "systemd runs this machine");
        using LiveDaemon daemon = LiveDaemon.Begin();
        CommandResult result = daemon.Helios("up", "--config", daemon.FleetFile("""
            containers {
              unit-test-a { command = [sleep, 100] }
              unit-test-b {
                command = [sleep, 100]
                backend = systemd-run
              }
            }
            """));
        Assert.Equal(125, result.Code);
        Assert.Contains("helios.hocon:5", result.Error, StringComparison.Ordinal);
        Assert.Contains("unit-test-b.backend: the systemd-run backend cannot run here: systemd does not run this machine", result.Error, StringComparison.Ordinal);
        Assert.Equal("", daemon.Helios("ps", "-aq").Good());
    }

    [Fact]
    public void A_default_backend_is_for_those_that_name_none()
    {
        using LiveDaemon daemon = LiveDaemon.Begin("--backend", "simulated");
        daemon.Helios("up", "--config", daemon.FleetFile("""
            containers {
              pretended-one { command = [sleep, 100] }
              real-one { command = [sleep, 100], backend = namespaces }
            }
            """)).Good();
        Assert.Contains("\"backend\": \"simulated\"", daemon.Helios("inspect", "pretended-one").Good(), StringComparison.Ordinal);
        Assert.Contains("\"backend\": \"namespaces\"", daemon.Helios("inspect", "real-one").Good(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_backend_that_there_is_not_is_told_with_those_that_there_are()
    {
        using LiveDaemon daemon = LiveDaemon.NotYet();
        CommandResult result = daemon.Run("heliosd", "--socket", daemon.Socket, "--backend", "nothing");
        Assert.Equal(1, result.Code);
        Assert.Contains("'nothing' is not one of namespaces, systemd-run, simulated", result.Error, StringComparison.Ordinal);
    }
}
