#nullable disable annotations
namespace Helios.Actors;

/// <summary>Asking an actor a question and awaiting its answer.</summary>
/// <remarks>
/// Between actors prefer Tell and PipeTo. An answer <see cref="Status.Failure"/> throws its cause; an answer of another type
/// than asked for throws <see cref="ArgumentException"/>; no answer in time, or a dead receiver, throws <see cref="AskTimeoutException"/>.
/// </remarks>
public static class Futures
{
    /// <summary>Asks; without a timeout <c>akka.actor.ask-timeout</c> counts, which is infinite by default.</summary>
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout = null)
        => self.Ask<object>(message, timeout, CancellationToken.None);

    /// <summary>Asks.</summary>
    public static Task<object> Ask(this ICanTell self, object message, CancellationToken cancellationToken)
        => self.Ask<object>(message, null, cancellationToken);

    /// <summary>Asks.</summary>
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken)
        => self.Ask<object>(message, timeout, cancellationToken);

    /// <summary>Asks for an answer of a type.</summary>
    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null)
        => self.Ask<T>(message, timeout, CancellationToken.None);

    /// <summary>Asks for an answer of a type.</summary>
    public static Task<T> Ask<T>(this ICanTell self, object message, CancellationToken cancellationToken)
        => self.Ask<T>(message, null, cancellationToken);

    /// <summary>Asks for an answer of a type.</summary>
    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        AskedRef<T> asker = Asker<T>(self, timeout);
        asker.Ask(self, message, cancellationToken);
        return asker.Result;
    }

    /// <summary>Asks with a message that carries the reference to which the answer must go.</summary>
    public static Task<T> Ask<T>(this ICanTell self, Func<IActorRef, object> messageFactory, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        AskedRef<T> asker = Asker<T>(self, timeout);
        asker.Ask(self, messageFactory(asker), cancellationToken);
        return asker.Result;
    }

    private static AskedRef<T> Asker<T>(ICanTell self, TimeSpan? timeout)
    {
        ActorSystemImpl system = SystemOf(self)
            ?? throw new ArgumentException("this reference belongs to no actor system, so it cannot be asked", nameof(self));
        TimeSpan wait = timeout ?? system.Settings.AskTimeout;
        return new AskedRef<T>(system, self, wait);
    }

    private static ActorSystemImpl SystemOf(ICanTell target) => target switch
    {
        LocalActorRef local => local.Cell.SystemImpl,
        ActorSelection selection => SystemOf(selection.Anchor),
        EmptyLocalActorRef empty => empty.OwnSystem,
        AskedRef asked => asked.System,
        _ => ActorCell.Current?.SystemImpl,
    };
}
