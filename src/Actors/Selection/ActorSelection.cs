#nullable disable annotations
namespace Helios.Actors;

/// <summary>The actors at a path, which may have wildcards. Looked up anew for each message.</summary>
public class ActorSelection : ICanTell
{
    /// <summary>Selects nobody.</summary>
    public ActorSelection()
        : this(ActorRefs.Nobody, Array.Empty<SelectionPathElement>())
    {
    }

    /// <summary>Selects from an actor on.</summary>
    public ActorSelection(IActorRef anchor, SelectionPathElement[] path)
    {
        Anchor = anchor;
        Path = path;
    }

    /// <summary>Selects from an actor on.</summary>
    public ActorSelection(IActorRef anchor, string path)
        : this(anchor, (IEnumerable<string>)(path ?? string.Empty).Split('/'))
    {
    }

    /// <summary>Selects from an actor on.</summary>
    public ActorSelection(IActorRef anchor, IEnumerable<string> elements)
    {
        Anchor = anchor;
        string[] steps = [.. elements.Where(static element => !string.IsNullOrWhiteSpace(element))];
        int deep = Array.IndexOf(steps, "**");
        if (deep >= 0 && deep != steps.Length - 1)
        {
            throw new IllegalActorNameException("** can only be the last element of a selection");
        }

        Path = [.. steps.Select(static element => element switch
        {
            ".." => (SelectionPathElement)SelectParent.Instance,
            "**" => SelectChildRecursive.Instance,
            _ when element.Contains('?', StringComparison.Ordinal) || element.Contains('*', StringComparison.Ordinal) => new SelectChildPattern(element),
            _ => new SelectChildName(element),
        })];
    }

    /// <summary>Where the selection begins.</summary>
    public IActorRef Anchor { get; }

    /// <summary>The steps from there.</summary>
    public SelectionPathElement[] Path { get; }

    /// <summary>The steps as text.</summary>
    public string PathString => "/" + string.Join('/', Path.Select(static each => each.ToString()));

    /// <inheritdoc/>
    public void Tell(object message, IActorRef sender = null)
        => new ActorSelectionMessage(message ?? throw new InvalidMessageException("a message cannot be null"), Path, Path.Any(static each => each is SelectChildPattern or SelectChildRecursive))
            .Deliver((IInternalActorRef)Anchor, sender ?? ActorCell.GetCurrentSelfOrNoSender());

    /// <summary>The one actor at the path.</summary>
    /// <exception cref="ActorNotFoundException">Nobody answered in time.</exception>
    public Task<IActorRef> ResolveOne(TimeSpan timeout) => ResolveOne(timeout, CancellationToken.None);

    /// <summary>The one actor at the path.</summary>
    /// <exception cref="ActorNotFoundException">Nobody answered in time.</exception>
    public async Task<IActorRef> ResolveOne(TimeSpan timeout, CancellationToken ct)
    {
        try
        {
            ActorIdentity identity = await this.Ask<ActorIdentity>(new Identify(null), timeout, ct).ConfigureAwait(false);
            return identity.Subject ?? throw new ActorNotFoundException($"no actor at {this}");
        }
        catch (AskTimeoutException e)
        {
            throw new ActorNotFoundException($"no actor at {this} answered within {timeout}", e);
        }
    }

    /// <inheritdoc/>
    public override bool Equals(object obj)
        => obj is ActorSelection other && Anchor.Equals(other.Anchor) && PathString == other.PathString;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Anchor, PathString);

    /// <inheritdoc/>
    public override string ToString() => $"ActorSelection[Anchor({Anchor.Path}), Path({PathString})]";
}
