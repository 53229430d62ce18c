using System.Collections.Immutable;
using System.Text;
using Helios.Contracts;

namespace Helios.Fleets;

/// <summary>What applying a fleet file does to one container.</summary>
public enum PlanAction
{
    /// <summary>Nothing.</summary>
    Keep,

    /// <summary>It is new, and started if it starts by itself.</summary>
    Create,

    /// <summary>What changed concerns only how it is looked after: it runs on.</summary>
    Update,

    /// <summary>What changed is the container itself: it is stopped and started anew.</summary>
    Replace,

    /// <summary>It is stopped and forgotten.</summary>
    Remove,
}

/// <summary>One field that changes.</summary>
/// <param name="Path">The field as the fleet file spells it.</param>
/// <param name="Before">The value before; null when it was not there.</param>
/// <param name="After">The value after; null when it goes away.</param>
public sealed record FieldChange(string Path, string? Before, string? After);

/// <summary>What happens to one container, or one group.</summary>
/// <param name="Name">The container's name, or <c>group NAME</c>.</param>
/// <param name="Id">The container; null for a group.</param>
/// <param name="Action">What happens.</param>
/// <param name="Changes">Field by field.</param>
public sealed record PlanItem(string Name, ContainerId? Id, PlanAction Action, ImmutableArray<FieldChange> Changes);

/// <summary>What applying a fleet file does to the running fleet.</summary>
/// <param name="Items">One for each group that changes and each container, in start order; those that are removed come last.</param>
public sealed record FleetPlan(ImmutableArray<PlanItem> Items)
{
    /// <summary>Whether nothing would be touched.</summary>
    public bool IsEmpty => Items.All(static item => item.Action == PlanAction.Keep);

    /// <summary>For people: <c>+ web-3</c>, <c>~ web-1</c> with the fields below it, <c>- db</c>.</summary>
    public override string ToString()
    {
        if (IsEmpty)
        {
            return "nothing to do\n";
        }

        StringBuilder text = new();
        foreach (PlanItem item in Items.Where(static item => item.Action != PlanAction.Keep))
        {
            (string sign, string what) = item.Action switch
            {
                PlanAction.Create => ("+", "create"),
                PlanAction.Update => ("~", "update, runs on"),
                PlanAction.Replace => ("±", "replace, restarts"),
                _ => ("-", "remove"),
            };
            text.Append(sign).Append(' ').Append(item.Name).Append(" (").Append(what).Append(")\n");
            if (item.Action is PlanAction.Update or PlanAction.Replace)
            {
                foreach (FieldChange change in item.Changes)
                {
                    text.Append("    ").Append(change.Path).Append(": ").Append(change.Before ?? "(unset)").Append(" -> ").Append(change.After ?? "(unset)").Append('\n');
                }
            }
        }

        return text.ToString();
    }
}
