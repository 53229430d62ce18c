namespace Helios.Actors.Dispatch.MessageQueues;

/// <summary>Serves <see cref="IControlMessage"/> first.</summary>
internal sealed class ControlAwareMessageQueue : LockedMessageQueue, IUnboundedDequeBasedMessageQueueSemantics, IControlAwareMessageQueueSemantics
{
    private readonly Queue<Envelope> _control = new();
    private readonly Queue<Envelope> _others = new();

    protected override int LockedCount => _control.Count + _others.Count;

    protected override void LockedEnqueue(Envelope envelope)
        => (envelope.Message is IControlMessage ? _control : _others).Enqueue(envelope);

    protected override bool LockedTryDequeue(out Envelope envelope)
        => _control.TryDequeue(out envelope) || _others.TryDequeue(out envelope);
}
