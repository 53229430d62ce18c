namespace Helios.Actors;

public sealed partial class ActorCell
{
    private bool _currentStashed;

    /// <summary>The message that is being processed, as a stash keeps it.</summary>
    internal Envelope CurrentEnvelope => new(
        _currentMessage ?? throw new IllegalActorStateException("no message is being processed, so there is none to stash"),
        _sender!);

    /// <summary>Notes that the message that is being processed is in the stash.</summary>
    internal void MarkCurrentStashed()
    {
        if (_currentStashed)
        {
            throw new IllegalActorStateException($"the message {_currentMessage} is in the stash already");
        }

        _currentStashed = true;
    }

    internal void PrependToMailbox(IReadOnlyList<Envelope> envelopes)
    {
        if (envelopes.Count > 0)
        {
            (Rarely.Front ??= new FrontBuffer()).Prepend(envelopes);
        }
    }

    internal int StashCapacity => _props.Deploy.StashCapacity != Deploy.NoStashSize
        ? _props.Deploy.StashCapacity
        : _system.Mailboxes.StashCapacity(_props.Mailbox);
}
