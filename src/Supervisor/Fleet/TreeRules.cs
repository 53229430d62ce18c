using System.Collections.Immutable;
using Helios.Fleets;
using static Helios.Supervisor.FleetProtocol;

namespace Helios.Supervisor;

/// <summary>Draws the tree of actors. Pure.</summary>
internal static class TreeRules
{
    internal static TreeNode Draw(FleetSpec fleet, ImmutableArray<(MemberSpec Member, ContainerStatus Status)> containers)
    {
        TreeNode root = Group(fleet.Groups[0], fleet, containers) with { Kind = "fleet", Name = fleet.Name };
        TreeNode run = Group(new GroupSpec(GroupSpec.RunName), fleet, containers);
        return new TreeNode("system", "helios", Counted(containers), run.Children.IsEmpty ? [root] : [root, run]);
    }

    private static TreeNode Group(GroupSpec group, FleetSpec fleet, ImmutableArray<(MemberSpec Member, ContainerStatus Status)> containers)
    {
        ImmutableArray<TreeNode> children =
        [
            .. fleet.Groups.Where(child => child.Parent == group.Name).Select(child => Group(child, fleet, containers)),
            .. containers.Where(container => container.Member.Group == group.Name).Select(Container),
        ];
        string text = group.Strategy switch
        {
            GroupStrategy.AllForOne => "all-for-one",
            GroupStrategy.RestForOne => "rest-for-one",
            _ => "one-for-one",
        };
        return new TreeNode("group", group.Name, group.Intensity is { } intensity ? $"{text}, at most {intensity}" : text, children);
    }

    private static TreeNode Container((MemberSpec Member, ContainerStatus Status) container)
    {
        (MemberSpec member, ContainerStatus status) = container;
        string state = status.State.ToString().ToLowerInvariant();
        string text = status.State == ContainerState.Running ? status.Ready ? "running, ready" : "running, not ready" : status.Detail is { } detail ? $"{state}: {detail}" : state;
        string lost = status.LogBytesLost > 0 ? $", {status.LogBytesLost} bytes lost" : "";
        ImmutableArray<TreeNode> children = [new TreeNode("log", "log", member.Logs.File is { } file ? $"ring and {file.Directory}{lost}" : $"ring{lost}", [])];
        if (member.Health is { } health)
        {
            children = children.Add(new TreeNode("health", "health", $"{health.Probe}: {status.Health.ToString().ToLowerInvariant()}", []));
        }

        return new TreeNode("container", status.Id.ToString(), text, children);
    }

    private static string Counted(ImmutableArray<(MemberSpec Member, ContainerStatus Status)> containers)
        => $"{containers.Count(static container => container.Status.State == ContainerState.Running)} of {containers.Length} containers running";
}
