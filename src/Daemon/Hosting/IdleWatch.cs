using Helios.Supervisor;

namespace Helios.Daemon;

/// <summary>Ends when nobody has been connected and no container has existed for a while.</summary>
internal sealed class IdleWatch : IDisposable
{
    private readonly IFleet _fleet;
    private readonly Func<int> _connections;
    private readonly TimeSpan _patience;
    private readonly DaemonFacts _facts;
    private readonly ITimer _timer;

    internal IdleWatch(IFleet fleet, Func<int> connections, TimeSpan patience, TimeProvider time, DaemonFacts facts)
    {
        (_fleet, _connections, _patience, _facts) = (fleet, connections, patience, facts);
        _timer = time.CreateTimer(static watch => _ = ((IdleWatch)watch!).LookAsync(), this, patience, patience);
    }

    /// <summary>Somebody came or went: the time begins anew.</summary>
    internal void Touch() => _timer.Change(_patience, _patience);

    public void Dispose() => _timer.Dispose();

    private async Task LookAsync()
    {
        if (_connections() == 0
            && await _fleet.AskAsync(new FleetProtocol.List(true), CancellationToken.None).ConfigureAwait(false) is FleetProtocol.Listed { Containers.IsEmpty: true }
            && _connections() == 0)
        {
            _facts.RequestLeave("idle and empty");
        }
    }
}
