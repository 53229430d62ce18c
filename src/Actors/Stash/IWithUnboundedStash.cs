using Helios.Actors.Dispatch;

namespace Helios.Actors;

/// <summary>A stash over an unbounded mailbox.</summary>
public interface IWithUnboundedStash : IWithUnrestrictedStash, IRequiresMessageQueue<IUnboundedDequeBasedMessageQueueSemantics>;
