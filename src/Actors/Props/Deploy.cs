#nullable disable annotations
namespace Helios.Actors;

/// <summary>Where and how an actor runs.</summary>
public class Deploy : IEquatable<Deploy>
{
    /// <summary>No limit for the stash was given.</summary>
    public const int NoStashSize = -1;

    /// <summary>Nothing was given.</summary>
    public static readonly Deploy None = new();

    /// <summary>No dispatcher was given.</summary>
    public static readonly string NoDispatcherGiven = string.Empty;

    /// <summary>No mailbox was given.</summary>
    public static readonly string NoMailboxGiven = string.Empty;

    /// <summary>Everything at its default.</summary>
    public Deploy()
    {
    }

    private Deploy(string dispatcher, string mailbox, int stashCapacity)
    {
        Dispatcher = dispatcher;
        Mailbox = mailbox;
        StashCapacity = stashCapacity;
    }

    /// <summary>The id of the dispatcher, empty for the default.</summary>
    public string Dispatcher { get; } = string.Empty;

    /// <summary>The id of the mailbox, empty for the default.</summary>
    public string Mailbox { get; } = string.Empty;

    /// <summary>Messages the stash may hold, <see cref="NoStashSize"/> for no limit.</summary>
    public int StashCapacity { get; } = NoStashSize;

    /// <summary>The same with another dispatcher.</summary>
    public virtual Deploy WithDispatcher(string dispatcher) => new(dispatcher, Mailbox, StashCapacity);

    /// <summary>The same with another mailbox.</summary>
    public virtual Deploy WithMailbox(string mailbox) => new(Dispatcher, mailbox, StashCapacity);

    /// <summary>The same with a bounded stash.</summary>
    public virtual Deploy WithStashCapacity(int stashSize) => new(Dispatcher, Mailbox, stashSize);

    /// <inheritdoc/>
    public bool Equals(Deploy other)
        => other is not null && Dispatcher == other.Dispatcher && Mailbox == other.Mailbox && StashCapacity == other.StashCapacity;

    /// <inheritdoc/>
    public override bool Equals(object obj) => Equals(obj as Deploy);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Dispatcher, Mailbox, StashCapacity);
}
