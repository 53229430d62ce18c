using Helios.Actors.Dispatch.SysMsg;

namespace Helios.Actors;

/// <summary>Awaiting the end of an actor.</summary>
public static class WatchAsyncSupport
{
    /// <summary>True when the actor has terminated, false when the token ended the wait.</summary>
    public static async Task<bool> WatchAsync(this IActorRef target, CancellationToken token = default)
    {
        try
        {
            await WatchOnce(target, Timeout.InfiniteTimeSpan, token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    internal static Task<Terminated> WatchOnce(IActorRef target, TimeSpan timeout, CancellationToken token)
    {
        if (target is not LocalActorRef local)
        {
            return Task.FromResult(new Terminated(target, existenceConfirmed: false, addressTerminated: false));
        }

        AskedRef<Terminated> watcher = new(local.Cell.SystemImpl, local, timeout);
        watcher.Ask(new WatchOnTell(local, watcher), target, token);
        return watcher.Result;
    }

    /// <summary>Turns the asker's message into a watch.</summary>
    private sealed class WatchOnTell(LocalActorRef target, IInternalActorRef watcher) : ICanTell
    {
        public void Tell(object message, IActorRef sender) => target.SendSystemMessage(new Watch(target, watcher));
    }
}
