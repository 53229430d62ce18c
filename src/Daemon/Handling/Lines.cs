using Helios.Contracts;
using Helios.Control;
using Helios.Fleets;
using Helios.Supervisor;

namespace Helios.Daemon;

/// <summary>The supervisor's facts as the control socket tells them.</summary>
internal static class Lines
{
    internal static ContainerLine Of(ContainerStatus status) => new()
    {
        Name = status.Id.ToString(),
        Key = status.Key,
        Group = status.Group,
        Backend = status.Backend,
        Command = status.Command,
        State = Words.Of(status.State),
        Since = status.Since,
        Detail = status.Detail,
        Ready = status.Ready,
        Health = Words.Of(status.Health),
        StatusText = status.StatusText,
        ProcessId = status.ProcessId,
        StartedAt = status.StartedAt,
        NextStart = status.NextStart,
        Restarts = status.Restarts,
        Runs = status.Runs,
        LastExit = status.LastExit?.ToString(),
        LastCode = status.LastExit?.Code,
        WasStopped = status.LastExit is ExitCause.Stopped,
        LogBytesLost = status.LogBytesLost,
    };

    internal static FiguresLine Of(ContainerProtocol.Statistics statistics)
    {
        ContainerStatistics? figures = statistics.Figures;
        return new FiguresLine
        {
            Name = statistics.Id.ToString(),
            Taken = statistics.Taken,
            Memory = figures?.Memory?.Bytes,
            MemoryPeak = figures?.MemoryPeak?.Bytes,
            MemoryLimit = figures?.MemoryLimit?.Bytes,
            CpuTime = figures?.CpuTime,
            Tasks = figures?.Tasks,
            OomKills = figures?.OomKills,
            DiskRead = figures?.DiskRead?.Bytes,
            DiskWritten = figures?.DiskWritten?.Bytes,
        };
    }

    internal static TreeLine Of(FleetProtocol.TreeNode node)
        => new() { Kind = node.Kind, Name = node.Name, Text = node.Text, Children = [.. node.Children.Select(Of)] };

    internal static PlanLine Of(PlanItem item) => new()
    {
        Name = item.Name,
        Action = Words.Of(item.Action),
        Fields = [.. item.Changes.Select(static change => new PlanLine.Field { Path = change.Path, Before = change.Before, After = change.After })],
    };

    internal static EventLine Of(FleetProtocol.Happened happened)
    {
        (string kind, string? subject, string text, int? code) = happened.Event switch
        {
            ContainerProtocol.Changed changed => Describe(changed),
            ContainerProtocol.Ended ended => ("ended", ended.Id.ToString(), $"{ended.Run.Cause}; {ended.Next}", ended.Run.Cause?.Code),
            ContainerProtocol.Warned warned => ("warning", warned.Id.ToString(), warned.Text, null),
            FleetProtocol.ApplyBegan began => ("apply", null, $"{began.By} applies {began.Plan.Items.Count(static item => item.Action != PlanAction.Keep)} changes", null),
            FleetProtocol.MembershipChanged member => (member.Present ? "added" : "removed", member.Id.ToString(), member.Present ? "joined the fleet" : "left the fleet", null),
            FleetProtocol.GroupRestarts group => ("group-restarts", group.Group, $"because of {group.Because}: {string.Join(", ", group.Members)}", null),
            FleetProtocol.GroupGaveUp group => ("group-gave-up", group.Group, $"{group.Reason}; {Words.Of(group.Action)}", null),
            FleetProtocol.FleetFailed failed => ("fleet-failed", null, failed.Reason, null),
            object other => (other.GetType().Name.ToLowerInvariant(), (string?)null, other.ToString() ?? "", (int?)null),
        };
        return new EventLine { Number = happened.Number, Time = happened.Time, Kind = kind, Subject = subject, Text = text, Code = code };
    }

    private static (string Kind, string? Subject, string Text, int? Code) Describe(ContainerProtocol.Changed changed)
    {
        ContainerStatus now = changed.Now;
        string id = now.Id.ToString();
        return now.State != changed.Before.State ? (Words.Of(now.State), id, now.Detail ?? "", null)
            : now.Ready != changed.Before.Ready ? (now.Ready ? "ready" : "not-ready", id, "", null)
            : now.Health != changed.Before.Health ? (Words.Of(now.Health), id, now.Detail ?? "", null)
            : ("status", id, now.StatusText ?? now.Detail ?? "", null);
    }
}
