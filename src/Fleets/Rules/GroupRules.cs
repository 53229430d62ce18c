using System.Collections.Immutable;

namespace Helios.Fleets;

/// <summary>How a member of a group ended, as far as the group is concerned.</summary>
public enum MemberEnd
{
    /// <summary>It will be started again by its own policy.</summary>
    WillRestart,

    /// <summary>It ended and stays down, as it should.</summary>
    Finished,

    /// <summary>It gave up, or a group within the group did.</summary>
    GaveUp,
}

/// <summary>What a group does about it.</summary>
public abstract record GroupVerdict
{
    private GroupVerdict()
    {
    }

    /// <summary>Nothing: the member looks after itself.</summary>
    public sealed record Nothing : GroupVerdict;

    /// <summary>These others are stopped, in reverse order, and started again with the one that ended.</summary>
    public sealed record RestartAlong(ImmutableArray<string> Members) : GroupVerdict;

    /// <summary>The group gives up.</summary>
    /// <param name="Action">What that means.</param>
    /// <param name="Reason">One clause for people.</param>
    public sealed record GiveUp(GiveUpAction Action, string Reason) : GroupVerdict;

    /// <summary>An essential member finished well: the rest of the group is stopped and the group has done its work.</summary>
    public sealed record Complete(string Reason) : GroupVerdict;
}

/// <summary>Decides what a group does when a member ends. Pure.</summary>
public static class GroupRules
{
    /// <summary>Decides.</summary>
    /// <param name="spec">The group.</param>
    /// <param name="order">Its members in start order: containers and groups by name.</param>
    /// <param name="member">The one that ended.</param>
    /// <param name="essential">Whether its end for good takes the group down.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="restarts">The restarts that the group remembers.</param>
    /// <param name="now">The time.</param>
    /// <returns>The decision, and what the group remembers from now on.</returns>
    public static (GroupVerdict Verdict, ImmutableArray<DateTimeOffset> Restarts) Decide(
        GroupSpec spec, ImmutableArray<string> order, string member, bool essential, MemberEnd end, ImmutableArray<DateTimeOffset> restarts, DateTimeOffset now)
    {
        if (end == MemberEnd.Finished)
        {
            return (essential ? new GroupVerdict.Complete($"essential member {member} finished") : new GroupVerdict.Nothing(), restarts);
        }

        if (end == MemberEnd.GaveUp)
        {
            // An essential member takes the group down whatever the group would do about others.
            GiveUpAction action = essential && spec.OnGiveUp == GiveUpAction.Stay ? GiveUpAction.Stop : spec.OnGiveUp;
            return (action == GiveUpAction.Stay
                ? new GroupVerdict.Nothing()
                : new GroupVerdict.GiveUp(action, $"{(essential ? "essential " : "")}member {member} gave up"), restarts);
        }

        if (spec.Intensity is { } intensity)
        {
            restarts = IntensityRules.Within(restarts, intensity.Window, now);
            if (restarts.Length >= intensity.Restarts)
            {
                GiveUpAction action = spec.OnGiveUp == GiveUpAction.Stay ? GiveUpAction.Stop : spec.OnGiveUp;
                return (new GroupVerdict.GiveUp(action, $"more than {intensity}, the last by {member}"), restarts);
            }

            restarts = restarts.Add(now);
        }

        int place = order.IndexOf(member);
        ImmutableArray<string> along = spec.Strategy switch
        {
            GroupStrategy.AllForOne => order.Remove(member),
            GroupStrategy.RestForOne when place >= 0 => order[(place + 1)..],
            _ => [],
        };
        return (along.IsEmpty ? new GroupVerdict.Nothing() : new GroupVerdict.RestartAlong(along), restarts);
    }
}
