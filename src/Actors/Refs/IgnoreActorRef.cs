namespace Helios.Actors;

/// <summary>Drops every message silently: for a reply that nobody wants.</summary>
internal sealed class IgnoreActorRef(ActorPath path) : MinimalActorRef
{
    public override ActorPath Path => path;
}
