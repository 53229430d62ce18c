namespace Helios.Supervisor;

/// <summary>What somebody wants of a container, apart from what it is: it outlives the daemon.</summary>
/// <param name="Kind">What is wanted.</param>
/// <param name="By">Who asked.</param>
/// <param name="FollowsSchedule">Whether its schedule is followed.</param>
internal sealed record Wish(WishKind Kind, string By, bool FollowsSchedule)
{
    /// <summary>Nobody has asked for anything yet.</summary>
    internal static Wish None { get; } = new(WishKind.Down, "", false);
}

/// <summary>What is wanted.</summary>
internal enum WishKind
{
    /// <summary>It is to be down.</summary>
    Down,

    /// <summary>It is to run, as far as its policy goes.</summary>
    Up,

    /// <summary>It is to be removed.</summary>
    Gone,
}
