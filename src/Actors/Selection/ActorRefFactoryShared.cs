namespace Helios.Actors;

/// <summary>Turns paths into selections.</summary>
public static class ActorRefFactoryShared
{
    /// <summary>From the root of the system on.</summary>
    public static ActorSelection ActorSelection(ActorPath actorPath, ActorSystem system)
        => new(((ExtendedActorSystem)system).LookupRoot, actorPath.Elements);

    /// <summary>From an actor on.</summary>
    public static ActorSelection ActorSelection(IActorRef anchorActorRef, string path) => new(anchorActorRef, path);

    /// <summary>Absolute with <c>/</c> or <c>akka://</c> in front, from <paramref name="lookupRoot"/> on otherwise.</summary>
    public static ActorSelection ActorSelection(string path, ActorSystem system, IActorRef lookupRoot)
    {
        ArgumentNullException.ThrowIfNull(path);
        ExtendedActorSystem extended = (ExtendedActorSystem)system;
        if (path.Contains("://", StringComparison.Ordinal))
        {
            return Address.TryParse(path, out Address? address) && address.System == system.Name
                ? new ActorSelection(extended.LookupRoot, path[(path.IndexOf('/', path.IndexOf("://", StringComparison.Ordinal) + 3) is var slash && slash < 0 ? path.Length : slash)..])
                : new ActorSelection(system.DeadLetters, string.Empty);
        }

        return path.StartsWith('/') ? new ActorSelection(extended.LookupRoot, path) : new ActorSelection(lookupRoot, path);
    }
}
