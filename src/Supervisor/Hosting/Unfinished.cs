using Akka.Actor;

namespace Helios.Supervisor;

/// <summary>What an actor was doing, kept by its holder: so that a message of the supervisor's own is carried out once, also when the actor fails at it.</summary>
/// <remarks>
/// A client whose message fails is told so and may ask again. Nobody asks again for what one actor tells another: the new instance carries it out
/// before anything else, in its place in the order of messages. What fails a second time is a bug at every message of the kind and is given up.
/// </remarks>
internal sealed class Unfinished
{
    private object? _done;
    private (object Message, IActorRef Sender)? _message;

    /// <summary>Notes that a message has been carried out.</summary>
    internal void IsOver(object message) => _done = message;

    /// <summary>Whether a message had been carried out when the failure came.</summary>
    internal bool IsDone(object message) => ReferenceEquals(message, _done);

    /// <summary>Keeps the message at which an instance failed.</summary>
    internal void Keep(object message, IActorRef sender) => _message = (message, sender);

    /// <summary>Carries out what was kept.</summary>
    /// <param name="handle">Handles it.</param>
    /// <param name="givenUp">Gets the message that failed again, and why.</param>
    internal void Redo(Action<object, IActorRef> handle, Action<object, Exception> givenUp)
    {
        if (_message is not { } kept)
        {
            return;
        }

        _message = null;
        try
        {
            handle(kept.Message, kept.Sender);
        }
        catch (Exception again)
        {
            givenUp(kept.Message, again);
        }
    }
}
