using System.Runtime.ExceptionServices;
using Helios.Actors.Dispatch.SysMsg;

namespace Helios.Actors;

// A handler that returns an unfinished task suspends the mailbox. Its continuations come back as system messages, which a
// suspended cell still processes, so they run as the actor, with its Self and Sender, and nothing else does meanwhile.
public sealed partial class ActorCell
{
    private AsyncOperation? _asyncOperation;

    internal void RunTask(Func<Task> handler)
    {
        if (_asyncOperation is not null)
        {
            throw new InvalidOperationException("an asynchronous handler is running already: await the task instead of starting another");
        }

        SynchronizationContext? outer = SynchronizationContext.Current;
        AsyncOperation operation = new(this);
        SynchronizationContext.SetSynchronizationContext(operation);
        Task task;
        try
        {
            task = handler();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }

        if (task.IsCompleted)
        {
            operation.Detach();
            task.GetAwaiter().GetResult();
            return;
        }

        _asyncOperation = operation;
        SuspendMailbox();
        task.ContinueWith(
            static (ended, state) =>
            {
                AsyncOperation self = (AsyncOperation)state!;
                Exception? failure = ended.IsCanceled ? new TaskCanceledException(ended) : ended.Exception?.InnerException;
                self.Cell.SendSystemMessage(new AsyncOperationEnded(self, failure));
            },
            operation,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private void RunAsyncContinuation(RunContinuation continuation)
    {
        AsyncOperation operation = continuation.Operation;
        if (!ReferenceEquals(operation, _asyncOperation))
        {
            operation.RunOutside(continuation.Callback, continuation.State);
            return;
        }

        SynchronizationContext? outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(operation);
        try
        {
            continuation.Callback(continuation.State);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    private void EndAsyncOperation(AsyncOperationEnded ended)
    {
        if (!ReferenceEquals(ended.Operation, _asyncOperation))
        {
            return;
        }

        DetachAsyncOperation();
        if (ended.Failure is not null)
        {
            // Thrown rather than passed on, so that it takes the way of every failing handler.
            ExceptionDispatchInfo.Throw(ended.Failure);
        }

        if (!IsFailed)
        {
            _currentMessage = null;
            _sender = null;
        }
    }

    /// <summary>Forgets a running handler. What is left of it runs outside of the actor.</summary>
    private void DetachAsyncOperation()
    {
        if (_asyncOperation is { } operation)
        {
            _asyncOperation = null;
            operation.Detach();
            ResumeMailbox();
        }
    }
}
