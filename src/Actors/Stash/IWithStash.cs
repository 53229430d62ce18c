using Helios.Actors.Dispatch;

namespace Helios.Actors;

/// <summary>A stash; bounded when <c>Props.WithStashCapacity</c> or the mailbox's <c>stash-capacity</c> says so.</summary>
public interface IWithStash : IWithUnrestrictedStash, IRequiresMessageQueue<IDequeBasedMessageQueueSemantics>;
