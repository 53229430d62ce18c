namespace Helios.Actors;

/// <summary>Makes a stash by hand, for an actor that does not use the interfaces.</summary>
public static class StashFactory
{
    /// <summary>A stash of the actor that runs in the context.</summary>
    public static IStash CreateStash(this IActorContext context, IActorStash actorInstance) => Create(context);

    /// <summary>A stash of the actor that runs in the context.</summary>
    public static IStash CreateStash<T>(this IActorContext context)
        where T : ActorBase => Create(context);

    /// <summary>A stash of the actor that runs in the context.</summary>
    public static IStash CreateStash(this IActorContext context, Type actorType) => Create(context);

    private static ActorStash Create(IActorContext context)
    {
        ActorCell cell = (ActorCell)context;
        return new ActorStash(cell, cell.StashCapacity);
    }
}
