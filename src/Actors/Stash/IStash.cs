namespace Helios.Actors;

/// <summary>Messages that an actor has put aside.</summary>
public interface IStash
{
    /// <summary>Puts the message that is being processed aside.</summary>
    /// <exception cref="StashOverflowException">The stash is full.</exception>
    void Stash();

    /// <summary>Puts the oldest message back at the head of the mailbox.</summary>
    void Unstash();

    /// <summary>Puts all messages back at the head of the mailbox, in their old order.</summary>
    void UnstashAll();

    /// <summary>Puts the messages that match back and forgets the others.</summary>
    void UnstashAll(Func<Envelope, bool> predicate);

    /// <summary>Empties the stash and returns what was in it.</summary>
    IEnumerable<Envelope> ClearStash();

    /// <summary>Puts messages before those in the stash.</summary>
    void Prepend(IEnumerable<Envelope> envelopes);

    /// <summary>Messages in the stash.</summary>
    int Count { get; }

    /// <summary>True without messages.</summary>
    bool IsEmpty { get; }

    /// <summary>True with messages.</summary>
    bool NonEmpty { get; }

    /// <summary>True when no more fits in.</summary>
    bool IsFull { get; }

    /// <summary>Messages that fit in, negative without limit.</summary>
    int Capacity { get; }
}
