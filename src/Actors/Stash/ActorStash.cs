namespace Helios.Actors;

/// <summary>The stash of one incarnation.</summary>
internal sealed class ActorStash(ActorCell cell, int capacity) : IStash
{
    private readonly LinkedList<Envelope> _envelopes = new();

    public int Count => _envelopes.Count;

    public bool IsEmpty => _envelopes.Count == 0;

    public bool NonEmpty => _envelopes.Count > 0;

    public bool IsFull => capacity >= 0 && _envelopes.Count >= capacity;

    public int Capacity => capacity;

    public void Stash()
    {
        Envelope current = cell.CurrentEnvelope;
        if (IsFull)
        {
            throw new StashOverflowException($"the stash of {cell.Self.Path} holds {capacity} messages and takes no more: {current.Message.GetType().Name} was not stashed");
        }

        cell.MarkCurrentStashed();
        _envelopes.AddLast(current);
    }

    public void Unstash()
    {
        if (_envelopes.First is { } first)
        {
            _envelopes.RemoveFirst();
            cell.PrependToMailbox([first.Value]);
        }
    }

    public void UnstashAll() => UnstashAll(static _ => true);

    public void UnstashAll(Func<Envelope, bool> predicate)
    {
        cell.PrependToMailbox([.. _envelopes.Where(predicate)]);
        _envelopes.Clear();
    }

    public IEnumerable<Envelope> ClearStash()
    {
        Envelope[] all = [.. _envelopes];
        _envelopes.Clear();
        return all;
    }

    public void Prepend(IEnumerable<Envelope> envelopes)
    {
        foreach (Envelope envelope in envelopes.Reverse())
        {
            _envelopes.AddFirst(envelope);
        }
    }
}
