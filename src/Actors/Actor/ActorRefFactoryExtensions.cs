using System.Diagnostics.CodeAnalysis;

namespace Helios.Actors;

/// <summary>Shorter ways to make actors.</summary>
public static class ActorRefFactoryExtensions
{
    /// <summary>Makes an actor whose constructor has no parameters.</summary>
    public static IActorRef ActorOf<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.NonPublicConstructors)] TActor>(
        this IActorRefFactory factory, string? name = null)
        where TActor : ActorBase, new() => factory.ActorOf(Props.Create<TActor>(), name);

    /// <summary>Selects actors by a path that begins at an actor.</summary>
    public static ActorSelection ActorSelection(this IActorRefFactory factory, IActorRef anchorRef, string actorPath)
        => ActorRefFactoryShared.ActorSelection(anchorRef, actorPath);
}
