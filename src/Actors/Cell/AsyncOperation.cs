using Helios.Actors.Dispatch.SysMsg;

namespace Helios.Actors;

/// <summary>One asynchronous handler: brings the continuations of its awaits back to its actor.</summary>
internal sealed class AsyncOperation(ActorCell cell) : SynchronizationContext
{
    private volatile bool _detached;

    internal ActorCell Cell => cell;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (_detached)
        {
            RunOutside(d, state);
        }
        else
        {
            cell.SendSystemMessage(new RunContinuation(this, d, state));
        }
    }

    public override SynchronizationContext CreateCopy() => this;

    internal void Detach() => _detached = true;

    /// <summary>Runs a continuation whose actor is gone, so that its finally blocks are not lost.</summary>
    internal void RunOutside(SendOrPostCallback callback, object? state)
        => cell.Dispatcher.Schedule(() => callback(state));
}
