namespace Helios.Actors;

/// <summary>Messages that go before the queue because the actor unstashed them. Only the running actor touches it.</summary>
internal sealed class FrontBuffer
{
    private readonly LinkedList<Envelope> _envelopes = new();

    internal int Count => _envelopes.Count;

    internal Envelope TakeFirst()
    {
        Envelope first = _envelopes.First!.Value;
        _envelopes.RemoveFirst();
        return first;
    }

    internal void Prepend(IReadOnlyList<Envelope> envelopes)
    {
        for (int i = envelopes.Count - 1; i >= 0; i--)
        {
            _envelopes.AddFirst(envelopes[i]);
        }
    }
}
