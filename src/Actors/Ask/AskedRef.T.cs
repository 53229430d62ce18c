#nullable disable annotations
using Helios.Actors.Dispatch.SysMsg;

namespace Helios.Actors;

internal sealed class AskedRef<T> : AskedRef
{
    private readonly TaskCompletionSource<T> _result;

    internal AskedRef(ActorSystemImpl system, ICanTell target, TimeSpan timeout)
        : base(system, target, timeout)
        => _result = new TaskCompletionSource<T>(
            system.CompletesAsynchronously ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None);

    public override bool IsTerminated => _result.Task.IsCompleted;

    internal Task<T> Result => _result.Task;

    public override void SendSystemMessage(ISystemMessage message)
    {
        switch (message)
        {
            case Watch watch when IsTerminated:
                watch.Watcher.SendSystemMessage(new DeathWatchNotification(this, existenceConfirmed: true, addressTerminated: false));
                break;
            case Watch watch:
                // The answer ends this actor, and a watcher is told of it.
                _ = _result.Task.ContinueWith(
                    _ => watch.Watcher.SendSystemMessage(new DeathWatchNotification(this, existenceConfirmed: true, addressTerminated: false)),
                    CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
                break;
            case DeathWatchNotification notification:
                TellInternal(new Terminated(notification.Actor, notification.ExistenceConfirmed, notification.AddressTerminated), notification.Actor);
                break;
            default:
                break;
        }
    }

    internal void Ask(ICanTell target, object message, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            _result.TrySetCanceled(cancellationToken);
            return;
        }

        Arm(message, cancellationToken);
        target.Tell(message, this);
    }

    internal override void Fail(Exception cause)
    {
        if (cause is TaskCanceledException canceled)
        {
            _result.TrySetCanceled(canceled.CancellationToken);
        }
        else
        {
            _result.TrySetException(cause);
        }
    }

    protected override void TellInternal(object message, IActorRef sender)
    {
        bool first = message switch
        {
            Status.Failure failure => _result.TrySetException(failure.Cause ?? new InvalidOperationException("the answer was a failure without a cause")),
            T answer => _result.TrySetResult(answer),
            _ => _result.TrySetException(new ArgumentException($"the answer is a {message.GetType()}, a {typeof(T)} was expected")),
        };
        if (first)
        {
            Release();
        }
    }
}
