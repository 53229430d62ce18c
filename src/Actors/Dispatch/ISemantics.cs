namespace Helios.Actors.Dispatch;

/// <summary>What a queue promises.</summary>
public interface ISemantics;

/// <summary>Takes any number of messages.</summary>
public interface IUnboundedMessageQueueSemantics : ISemantics;

/// <summary>Takes a limited number of messages.</summary>
public interface IBoundedMessageQueueSemantics : ISemantics
{
    /// <summary>How long a sender waits for room before its message becomes a dead letter.</summary>
    TimeSpan PushTimeOut { get; }
}

/// <summary>Can put messages back at the head.</summary>
public interface IDequeBasedMessageQueueSemantics : ISemantics;

/// <summary>Unbounded, and can put messages back at the head.</summary>
public interface IUnboundedDequeBasedMessageQueueSemantics : IDequeBasedMessageQueueSemantics, IUnboundedMessageQueueSemantics;

/// <summary>Serves messages that are <see cref="IControlMessage"/> before others.</summary>
public interface IControlAwareMessageQueueSemantics : ISemantics;

/// <summary>Names the semantics that an actor's mailbox must have.</summary>
public interface IRequiresMessageQueue<T>
    where T : ISemantics;
