using Microsoft.Extensions.Hosting;

namespace Helios.Daemon;

/// <summary>The host's own handling of signals, which is none: at a signal the containers are stopped first, and that is done by <see cref="DaemonService"/>.</summary>
internal sealed class DaemonLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
