#nullable disable annotations
namespace Helios.Actors;

/// <summary>Questions about a reference that may stand for nobody.</summary>
public static class ActorRefExtensions
{
    /// <summary>True for null and for <see cref="ActorRefs.Nobody"/>.</summary>
    public static bool IsNobody(this IActorRef actorRef) => actorRef is null or Nobody;

    /// <summary>This reference, or the other when this one stands for nobody.</summary>
    public static IActorRef GetOrElse(this IActorRef actorRef, Func<IActorRef> elseValue)
        => actorRef.IsNobody() ? elseValue() : actorRef;
}
