#nullable disable annotations
namespace Helios.Actors;

/// <summary>A message on its way through a selection.</summary>
public class ActorSelectionMessage : IAutoReceivedMessage, IPossiblyHarmful, IWrappedMessage
{
    /// <summary>Made by the kernel.</summary>
    public ActorSelectionMessage(object message, SelectionPathElement[] elements, bool wildCardFanOut = false)
    {
        Message = message;
        Elements = elements;
        WildCardFanOut = wildCardFanOut;
    }

    /// <summary>The message.</summary>
    public object Message { get; }

    /// <summary>The steps that are left.</summary>
    public SelectionPathElement[] Elements { get; }

    /// <summary>True with wildcards: then no receiver is no dead letter.</summary>
    public bool WildCardFanOut { get; }

    /// <inheritdoc/>
    public override string ToString() => $"ActorSelectionMessage - Message: {Message}, Elements: {string.Join('/', Elements.Select(static each => each.ToString()))}";

    /// <summary>Walks the rest of the steps from an actor and delivers where they end.</summary>
    internal void Deliver(IInternalActorRef from, IActorRef sender) => Walk(from, sender, 0);

    private void Walk(IInternalActorRef from, IActorRef sender, int step)
    {
        if (step == Elements.Length)
        {
            from.Tell(Message, sender);
            return;
        }

        switch (Elements[step])
        {
            case SelectParent:
                Walk(from.Parent is Nobody or RootSupervisor ? from : from.Parent, sender, step + 1);
                break;
            case SelectChildName name:
                IInternalActorRef child = ChildOf(from, name.Name);
                if (child is not Nobody)
                {
                    Walk(child, sender, step + 1);
                }
                else if (!WildCardFanOut)
                {
                    Missing(from, step).Tell(Message, sender);
                }

                break;
            case SelectChildPattern pattern:
                foreach (IInternalActorRef each in ChildrenOf(from))
                {
                    if (pattern.Matches(each.Path.Name))
                    {
                        Walk(each, sender, step + 1);
                    }
                }

                break;
            default:
                foreach (IInternalActorRef each in ChildrenOf(from))
                {
                    each.Tell(Message, sender);
                    Walk(each, sender, step);
                }

                break;
        }
    }

    private static IInternalActorRef ChildOf(IInternalActorRef from, string name)
    {
        if (from is not LocalActorRef local)
        {
            return ActorRefs.Nobody;
        }

        ActorSystemImpl system = local.Cell.SystemImpl;
        if (!ReferenceEquals(local, system.LookupRoot))
        {
            return local.Cell.GetSingleChild(name);
        }

        return name switch
        {
            "deadLetters" => (IInternalActorRef)system.DeadLetters,
            "temp" => new TempContainer(system),
            _ => local.Cell.GetSingleChild(name),
        };
    }

    private static List<IInternalActorRef> ChildrenOf(IInternalActorRef from) => from is LocalActorRef local ? local.Cell.ChildRefs() : [];

    private IInternalActorRef Missing(IInternalActorRef from, int step)
    {
        if (from is TempContainer temp && step == Elements.Length - 1 && temp.Find(((SelectChildName)Elements[step]).Name) is { } asked)
        {
            return asked;
        }

        ActorSystemImpl system = from switch
        {
            LocalActorRef local => local.Cell.SystemImpl,
            TempContainer container => container.System,
            _ => null,
        };
        ActorPath path = from.Path;
        foreach (SelectionPathElement element in Elements.Skip(step))
        {
            path = element is SelectParent ? path.Parent ?? path : path / element.ToString()!;
        }

        return system is null ? ActorRefs.Nobody : new EmptyLocalActorRef(system, path);
    }

    /// <summary>Stands for /temp during a walk.</summary>
    private sealed class TempContainer(ActorSystemImpl system) : MinimalActorRef
    {
        public override ActorPath Path => system.RootPath / "temp";

        internal ActorSystemImpl System => system;

        internal InternalActorRefBase Find(string name) => system.FindTemp(name);
    }
}
