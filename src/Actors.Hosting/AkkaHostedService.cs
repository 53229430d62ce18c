using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Helios.Actors.Hosting;

/// <summary>Starts the system with the host, stops it with the host, and stops the host when the system ends by itself.</summary>
internal sealed class AkkaHostedService(
    AkkaConfigurationBuilder configuration,
    ActorSystem system,
    IHostApplicationLifetime lifetime,
    ILogger<AkkaHostedService> logger) : IHostedService
{
    private volatile bool _stopping;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await configuration.StartAsync(system, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            logger.LogCritical(e, "the actors of {System} could not be started", system.Name);
            await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance).ConfigureAwait(false);
            throw;
        }

        _ = system.WhenTerminated.ContinueWith(
            _ =>
            {
                if (!_stopping)
                {
                    logger.LogWarning("the actor system {System} has ended, the host stops", system.Name);
                    lifetime.StopApplication();
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
