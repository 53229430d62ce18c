#nullable disable annotations
namespace Helios.Actors;

/// <summary>Sending the result of a task to an actor.</summary>
/// <remarks>Without a transformation a result is sent as it is, a failure as <see cref="Status.Failure"/>, and nothing for a task without result.</remarks>
public static class PipeToSupport
{
    /// <summary>Sends the result when it is there.</summary>
    public static Task PipeTo<T>(this Task<T> taskToPipe, ICanTell recipient, IActorRef sender = null, Func<T, object> success = null, Func<Exception, object> failure = null)
        => taskToPipe.PipeTo(recipient, false, sender, success, failure);

    /// <summary>Sends the result when it is there.</summary>
    public static Task PipeTo<T>(this Task<T> taskToPipe, ICanTell recipient, bool useConfigureAwait, IActorRef sender = null, Func<T, object> success = null, Func<Exception, object> failure = null)
        => WhenEnded(taskToPipe, useConfigureAwait, () => Send(recipient, sender, failure, () =>
        {
            T result = taskToPipe.GetAwaiter().GetResult();
            return success is null ? result : success(result);
        }));

    /// <summary>Sends when the task has ended.</summary>
    public static Task PipeTo(this Task taskToPipe, ICanTell recipient, IActorRef sender = null, Func<object> success = null, Func<Exception, object> failure = null)
        => taskToPipe.PipeTo(recipient, false, sender, success, failure);

    /// <summary>Sends when the task has ended.</summary>
    public static Task PipeTo(this Task taskToPipe, ICanTell recipient, bool useConfigureAwait, IActorRef sender = null, Func<object> success = null, Func<Exception, object> failure = null)
        => WhenEnded(taskToPipe, useConfigureAwait, () => Send(recipient, sender, failure, () =>
        {
            taskToPipe.GetAwaiter().GetResult();
            return success?.Invoke();
        }));

    /// <summary>Sends the result when it is there.</summary>
    public static Task PipeTo<T>(this ValueTask<T> taskToPipe, ICanTell recipient, IActorRef sender = null, Func<T, object> success = null, Func<Exception, object> failure = null)
        => taskToPipe.AsTask().PipeTo(recipient, false, sender, success, failure);

    /// <summary>Sends the result when it is there.</summary>
    public static Task PipeTo<T>(this ValueTask<T> taskToPipe, ICanTell recipient, bool useConfigureAwait, IActorRef sender = null, Func<T, object> success = null, Func<Exception, object> failure = null)
        => taskToPipe.AsTask().PipeTo(recipient, useConfigureAwait, sender, success, failure);

    /// <summary>Sends when the task has ended.</summary>
    public static Task PipeTo(this ValueTask taskToPipe, ICanTell recipient, IActorRef sender = null, Func<object> success = null, Func<Exception, object> failure = null)
        => taskToPipe.AsTask().PipeTo(recipient, false, sender, success, failure);

    /// <summary>Sends when the task has ended.</summary>
    public static Task PipeTo(this ValueTask taskToPipe, ICanTell recipient, bool useConfigureAwait, IActorRef sender = null, Func<object> success = null, Func<Exception, object> failure = null)
        => taskToPipe.AsTask().PipeTo(recipient, useConfigureAwait, sender, success, failure);

    // ContinueWith and not await: an await leaves for the thread pool where a synchronization context is set, and a simulation
    // has but one thread.
    private static Task WhenEnded(Task task, bool onContext, Action then)
    {
        if (task.IsCompleted)
        {
            then();
            return Task.CompletedTask;
        }

        TaskScheduler scheduler = onContext && SynchronizationContext.Current is not null
            ? TaskScheduler.FromCurrentSynchronizationContext()
            : TaskScheduler.Default;
        return task.ContinueWith(
            static (_, state) => ((Action)state!)(),
            then,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            scheduler);
    }

    private static void Send(ICanTell recipient, IActorRef sender, Func<Exception, object> failure, Func<object> result)
    {
        object message;
        try
        {
            message = result();
        }
        catch (Exception e)
        {
            message = failure is null ? new Status.Failure(e) : failure(e);
        }

        if (message is not null)
        {
            recipient.Tell(message, sender);
        }
    }
}
