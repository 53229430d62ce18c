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
    public static async Task PipeTo<T>(this Task<T> taskToPipe, ICanTell recipient, bool useConfigureAwait, IActorRef sender = null, Func<T, object> success = null, Func<Exception, object> failure = null)
    {
        object message;
        try
        {
            T result = await taskToPipe.ConfigureAwait(useConfigureAwait);
            message = success is null ? result : success(result);
        }
        catch (Exception e)
        {
            message = failure is null ? new Status.Failure(e) : failure(e);
        }

        recipient.Tell(message, sender);
    }

    /// <summary>Sends when the task has ended.</summary>
    public static Task PipeTo(this Task taskToPipe, ICanTell recipient, IActorRef sender = null, Func<object> success = null, Func<Exception, object> failure = null)
        => taskToPipe.PipeTo(recipient, false, sender, success, failure);

    /// <summary>Sends when the task has ended.</summary>
    public static async Task PipeTo(this Task taskToPipe, ICanTell recipient, bool useConfigureAwait, IActorRef sender = null, Func<object> success = null, Func<Exception, object> failure = null)
    {
        object message;
        try
        {
            await taskToPipe.ConfigureAwait(useConfigureAwait);
            message = success?.Invoke();
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
}
