namespace Helios.Actors;

/// <summary>Can be told when an actor terminates.</summary>
public interface ICanWatch
{
    /// <summary>Asks for <see cref="Terminated"/>; an actor that is dead already answers at once.</summary>
    IActorRef Watch(IActorRef subject);

    /// <summary>Asks for <paramref name="message"/> instead of <see cref="Terminated"/>.</summary>
    IActorRef WatchWith(IActorRef subject, object message);

    /// <summary>Takes it back: no <see cref="Terminated"/> of the actor arrives any more.</summary>
    IActorRef Unwatch(IActorRef subject);
}
