namespace Helios.Fleets;

/// <summary>Which members of a group are restarted when one of them is.</summary>
public enum GroupStrategy
{
    /// <summary>Only itself.</summary>
    OneForOne,

    /// <summary>All of them.</summary>
    AllForOne,

    /// <summary>Itself and those that come after it in the start order.</summary>
    RestForOne,
}

/// <summary>What a group does when a member, or the group as a whole, gives up.</summary>
public enum GiveUpAction
{
    /// <summary>The member stays failed and the others go on.</summary>
    Stay,

    /// <summary>The whole group is stopped.</summary>
    Stop,

    /// <summary>The whole group is stopped, and for the parent group it is a member that failed: the parent's strategy and intensity apply.</summary>
    Escalate,
}

/// <summary>A group: members that share a fate.</summary>
/// <param name="Name">Its name, unique in the fleet.</param>
public sealed record GroupSpec(string Name)
{
    /// <summary>The name of the group that everything belongs to unless it says otherwise.</summary>
    public const string RootName = "fleet";

    /// <summary>The name of the group that <c>helios run</c> puts its containers into; no fleet file may use it.</summary>
    public const string RunName = "run";

    /// <summary>The group it is a member of; null only for the root.</summary>
    public string? Parent { get; init; } = RootName;

    /// <summary>Who is restarted together.</summary>
    public GroupStrategy Strategy { get; init; } = GroupStrategy.OneForOne;

    /// <summary>The most restarts of all members together before the group gives up; null is without end.</summary>
    public Intensity? Intensity { get; init; }

    /// <summary>What follows from giving up.</summary>
    public GiveUpAction OnGiveUp { get; init; } = GiveUpAction.Stay;
}
