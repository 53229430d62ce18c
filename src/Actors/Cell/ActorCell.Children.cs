using System.Globalization;

namespace Helios.Actors;

// Children are written by the running actor, and for the guardians by every thread that calls ActorSystem.ActorOf;
// selections read them from anywhere. So the container has a lock.
public sealed partial class ActorCell
{
    private ChildrenContainer? _children;

    /// <inheritdoc/>
    public IEnumerable<IActorRef> GetChildren() => ChildRefs();

    /// <inheritdoc/>
    public IActorRef Child(string name) => GetSingleChild(name);

    internal IInternalActorRef GetSingleChild(string name)
    {
        int hash = name.IndexOf('#', StringComparison.Ordinal);
        string bare = hash < 0 ? name : name[..hash];
        if (Volatile.Read(ref _children)?.ByName(bare) is not { } stats)
        {
            return ActorRefs.Nobody;
        }

        return hash < 0 || stats.Child.Uid.ToString(CultureInfo.InvariantCulture) == name[(hash + 1)..]
            ? stats.Child
            : ActorRefs.Nobody;
    }

    internal List<IInternalActorRef> ChildRefs() => Volatile.Read(ref _children)?.Refs() ?? [];

    /// <summary>Makes and starts a child.</summary>
    /// <param name="props">What to make.</param>
    /// <param name="name">Its name, null for a generated one.</param>
    internal LocalActorRef MakeChild(Props props, string? name)
    {
        if (name is not null && !ActorPath.IsValidPathElement(name))
        {
            throw new InvalidActorNameException(
                name.Length == 0
                    ? "the name of an actor cannot be empty"
                    : $"'{name}' is no name for an actor: use ASCII letters, digits and {ActorPath.ValidSymbols}, no $ at the beginning");
        }

        if (_wait == ChildrenWait.Termination || IsTerminated)
        {
            throw new InvalidOperationException($"cannot make a child of {_self.Path}: it is terminating or terminated");
        }

        ChildrenContainer children = Volatile.Read(ref _children) ?? MakeChildren();
        LocalActorRef child = _system.MakeActor(props, _self, name ?? children.NextName());
        if (!children.TryAdd(child))
        {
            throw new InvalidActorNameException($"the name '{name}' is taken below {_self.Path}");
        }

        child.Start();
        if (_wait == ChildrenWait.Termination || IsTerminated)
        {
            // A thread outside made a child of a guardian while it stopped.
            Stop(child);
        }

        return child;
    }

    private ChildrenContainer MakeChildren()
    {
        ChildrenContainer made = new();
        return Interlocked.CompareExchange(ref _children, made, null) ?? made;
    }

    private void SuspendChildren(LocalActorRef? except)
    {
        foreach (IInternalActorRef child in ChildRefs())
        {
            if (!ReferenceEquals(child, except))
            {
                child.Suspend();
            }
        }
    }
}
