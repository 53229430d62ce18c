namespace Helios.Actors;

/// <summary>Stopping an actor and awaiting its end.</summary>
public static class GracefulStopSupport
{
    /// <summary>Sends <see cref="PoisonPill"/>; the task is cancelled when the actor has not terminated in time.</summary>
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout) => target.GracefulStop(timeout, PoisonPill.Instance);

    /// <summary>Sends a message that makes the actor stop; the task is cancelled when it has not terminated in time.</summary>
    public static async Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout, object stopMessage)
    {
        Task<Terminated> end = WatchAsyncSupport.WatchOnce(target, timeout, CancellationToken.None);
        target.Tell(stopMessage, ActorRefs.NoSender!);
        try
        {
            return (await end.ConfigureAwait(false)).ActorRef.Equals(target);
        }
        catch (AskTimeoutException)
        {
            throw new TaskCanceledException($"{target.Path} did not stop within {timeout}");
        }
    }
}
