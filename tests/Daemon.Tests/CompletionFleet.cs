namespace Helios.Daemon.Tests;

/// <summary>One daemon with a small fleet, for all tests that only ask for names. Made when the first of them asks, because only a test can be skipped.</summary>
public sealed class CompletionFleet : IDisposable
{
    private LiveDaemon? _daemon;

    internal LiveDaemon Daemon => _daemon ??= Begin();

    public void Dispose() => _daemon?.Dispose();

    private static LiveDaemon Begin()
    {
        LiveDaemon daemon = LiveDaemon.Begin();
        try
        {
            daemon.Helios("up", "--config", daemon.FleetFile("""
                groups.backend {}
                containers {
                  page { command = [sleep, 100], replicas = 2, stop-grace = 0 }
                  store { command = [sleep, 100], group = backend, stop-grace = 0 }
                }
                """)).Good();
            return daemon;
        }
        catch
        {
            daemon.Dispose();
            throw;
        }
    }
}
