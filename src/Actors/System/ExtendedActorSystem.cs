#nullable disable annotations
namespace Helios.Actors;

/// <summary>A system as extensions see it.</summary>
public abstract class ExtendedActorSystem : ActorSystem
{
    /// <summary>The parent of the actors that ActorOf makes.</summary>
    public abstract IInternalActorRef Guardian { get; }

    /// <summary>The parent of the actors of the system itself.</summary>
    public abstract IInternalActorRef SystemGuardian { get; }

    /// <summary>The root of the tree.</summary>
    public abstract IInternalActorRef LookupRoot { get; }

    /// <summary>Makes an actor of the system itself.</summary>
    public abstract IActorRef SystemActorOf(Props props, string name = null);

    /// <summary>Draws the tree of actors.</summary>
    public abstract string PrintTree();

    /// <summary>Terminates at once, without the phases of coordinated shutdown.</summary>
    public abstract void Abort();
}
