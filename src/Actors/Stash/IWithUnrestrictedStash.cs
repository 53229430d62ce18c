namespace Helios.Actors;

/// <summary>A stash that asks nothing of the mailbox.</summary>
public interface IWithUnrestrictedStash : IActorStash;
