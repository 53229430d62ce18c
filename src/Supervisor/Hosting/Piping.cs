using Akka.Actor;

namespace Helios.Supervisor;

/// <summary>Sends what a task ends with to an actor, from the thread that ends the task.</summary>
/// <remarks>
/// Akka's extension of the same name awaits the task. When several await one task, .NET runs all but one of them on the thread pool, so the order in
/// which they hear of it is chance; in a simulation it must not be. In this namespace this one comes first, and BannedSymbols.txt forbids the other.
/// </remarks>
internal static class Piping
{
    /// <summary>Tells the recipient the result, or what <paramref name="success"/> makes of it.</summary>
    /// <param name="task">The task.</param>
    /// <param name="recipient">Who is told.</param>
    /// <param name="success">Makes a message of the result; null sends the result itself.</param>
    /// <param name="failure">Makes a message of the exception; null sends it as <see cref="Status.Failure"/>.</param>
    internal static void PipeTo<T>(this Task<T> task, ICanTell recipient, Func<T, object>? success = null, Func<Exception, object>? failure = null)
        => When(task, () => recipient.Tell(Outcome(() => Made(task.GetAwaiter().GetResult(), success), failure), ActorRefs.NoSender));

    /// <summary>Tells the recipient that the task has ended; without <paramref name="success"/> only when it failed.</summary>
    /// <inheritdoc cref="PipeTo{T}" path="/param"/>
    internal static void PipeTo(this Task task, ICanTell recipient, Func<object>? success = null, Func<Exception, object>? failure = null)
        => When(task, () =>
        {
            if (success is not null || !task.IsCompletedSuccessfully)
            {
                recipient.Tell(Outcome(() => Made(task, success), failure), ActorRefs.NoSender);
            }
        });

    private static object Made<T>(T result, Func<T, object>? success)
        => success is not null ? success(result) : result ?? throw new InvalidOperationException("a task ended with null, which is no message");

    private static object Made(Task task, Func<object>? success)
    {
        task.GetAwaiter().GetResult();
        return success!();
    }

    private static object Outcome(Func<object> make, Func<Exception, object>? failure)
    {
        try
        {
            return make();
        }
#pragma warning disable CA1031 // Whatever it failed with is what the actor is to hear.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return failure is null ? new Status.Failure(error) : failure(error);
        }
    }

    private static void When(Task task, Action then)
    {
        if (task.IsCompleted)
        {
            then();
            return;
        }

        task.ContinueWith(static (_, then) => ((Action)then!)(), then, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
