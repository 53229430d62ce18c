using System.Collections.Immutable;
using Helios.Contracts;

namespace Helios.Fleets;

/// <summary>Compares two fleets, field by field. Pure.</summary>
public static class FleetPlanner
{
    /// <summary>What leads from <paramref name="before"/> to <paramref name="after"/>.</summary>
    public static FleetPlan Plan(FleetSpec before, FleetSpec after)
    {
        ImmutableArray<PlanItem>.Builder items = ImmutableArray.CreateBuilder<PlanItem>();
        AddGroups(before, after, items);
        Dictionary<ContainerId, MemberSpec> old = before.Members.ToDictionary(static member => member.Id);
        foreach (MemberSpec member in after.Members)
        {
            items.Add(old.Remove(member.Id, out MemberSpec? present) ? Compare(present, member) : Create(member));
        }

        foreach (MemberSpec gone in before.Members.Where(member => old.ContainsKey(member.Id)).Reverse())
        {
            items.Add(new PlanItem(gone.Id.ToString(), gone.Id, PlanAction.Remove, []));
        }

        return new FleetPlan(items.DrainToImmutable());
    }

    private static PlanItem Create(MemberSpec member)
        => new(member.Id.ToString(), member.Id, PlanAction.Create,
            [.. MemberFields.Of(member).Where(static field => field.Value is not null).Select(static field => new FieldChange(field.Path, null, field.Value))]);

    private static PlanItem Compare(MemberSpec before, MemberSpec after)
    {
        ImmutableArray<MemberFields.Field> was = MemberFields.Of(before);
        ImmutableArray<MemberFields.Field> will = MemberFields.Of(after);
        Dictionary<string, MemberFields.Field> old = [];
        foreach (MemberFields.Field field in was)
        {
            old[field.Path] = field;
        }

        bool newRun = false;
        ImmutableArray<FieldChange>.Builder changes = ImmutableArray.CreateBuilder<FieldChange>();
        foreach (MemberFields.Field field in will)
        {
            string? value = old.Remove(field.Path, out MemberFields.Field present) ? present.Value : null;
            Note(field, value, field.Value);
        }

        foreach (MemberFields.Field field in was.Where(field => old.ContainsKey(field.Path)))
        {
            Note(field, field.Value, null);
        }

        PlanAction action = changes.Count == 0 ? PlanAction.Keep : newRun ? PlanAction.Replace : PlanAction.Update;
        return new PlanItem(after.Id.ToString(), after.Id, action, changes.DrainToImmutable());

        void Note(MemberFields.Field field, string? value, string? next)
        {
            if (value != next)
            {
                changes.Add(new FieldChange(field.Path, value, next));
                newRun |= field.NeedsNewRun;
            }
        }
    }

    private static void AddGroups(FleetSpec before, FleetSpec after, ImmutableArray<PlanItem>.Builder items)
    {
        Dictionary<string, GroupSpec> old = before.Groups.ToDictionary(static group => group.Name);
        foreach (GroupSpec group in after.Groups)
        {
            bool known = old.Remove(group.Name, out GroupSpec? present);
            (string Path, string? Value)[] was = known ? Fields(present!) : [];
            ImmutableArray<FieldChange> changes =
            [
                .. Fields(group)
                    .Select((field, i) => new FieldChange(field.Path, known ? was[i].Value : null, field.Value))
                    .Where(static change => change.Before != change.After),
            ];
            if (!known || !changes.IsEmpty)
            {
                items.Add(new PlanItem($"group {group.Name}", null, known ? PlanAction.Update : PlanAction.Create, changes));
            }
        }

        foreach (GroupSpec gone in before.Groups.Where(group => old.ContainsKey(group.Name)))
        {
            items.Add(new PlanItem($"group {gone.Name}", null, PlanAction.Remove, []));
        }
    }

    private static (string Path, string? Value)[] Fields(GroupSpec group)
        => [.. SupervisionFields.Group.TextsOf(group).Select(static field => (field.Path, field.Value)), ("intensity", group.Intensity?.ToString())];
}
