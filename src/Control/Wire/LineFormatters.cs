using MessagePack.Formatters;

namespace Helios.Control;

/// <summary>How the parts of replies travel. A key, once used, never means anything else.</summary>
internal static class LineFormatters
{
    internal static readonly IMessagePackFormatter<ContainerLine?> Container = Map.Of(
        new ContainerLine(),
        Map.Text<ContainerLine>(1, m => m.Name, (m, v) => m with { Name = v }),
        Map.Text<ContainerLine>(2, m => m.Key, (m, v) => m with { Key = v }),
        Map.Text<ContainerLine>(3, m => m.Group, (m, v) => m with { Group = v }),
        Map.Text<ContainerLine>(4, m => m.Backend, (m, v) => m with { Backend = v }),
        Map.Texts<ContainerLine>(5, m => m.Command, (m, v) => m with { Command = v }),
        Map.Text<ContainerLine>(6, m => m.State, (m, v) => m with { State = v }),
        Map.Time<ContainerLine>(7, m => m.Since, (m, v) => m with { Since = v }),
        Map.Text<ContainerLine>(8, m => m.Detail, (m, v) => m with { Detail = v }),
        Map.Flag<ContainerLine>(9, m => m.Ready, (m, v) => m with { Ready = v }),
        Map.Text<ContainerLine>(10, m => m.Health, (m, v) => m with { Health = v }),
        Map.Text<ContainerLine>(11, m => m.StatusText, (m, v) => m with { StatusText = v }),
        Map.Number<ContainerLine>(12, m => m.ProcessId, (m, v) => m with { ProcessId = (int)v }),
        Map.Time<ContainerLine>(13, m => m.StartedAt, (m, v) => m with { StartedAt = v }),
        Map.Time<ContainerLine>(14, m => m.NextStart, (m, v) => m with { NextStart = v }),
        Map.Number<ContainerLine>(15, m => m.Restarts, (m, v) => m with { Restarts = (int)v }),
        Map.Number<ContainerLine>(16, m => m.Runs, (m, v) => m with { Runs = (int)v }),
        Map.Text<ContainerLine>(17, m => m.LastExit, (m, v) => m with { LastExit = v }),
        Map.Number<ContainerLine>(18, m => m.LastCode, (m, v) => m with { LastCode = (int)v }),
        Map.Number<ContainerLine>(19, m => m.LogBytesLost, (m, v) => m with { LogBytesLost = v }),
        Map.Flag<ContainerLine>(20, m => m.WasStopped, (m, v) => m with { WasStopped = v }));

    internal static readonly IMessagePackFormatter<FiguresLine?> Figures = Map.Of(
        new FiguresLine(),
        Map.Text<FiguresLine>(1, m => m.Name, (m, v) => m with { Name = v }),
        Map.Time<FiguresLine>(2, m => m.Taken, (m, v) => m with { Taken = v }),
        Map.Number<FiguresLine>(3, m => m.Memory, (m, v) => m with { Memory = v }),
        Map.Number<FiguresLine>(4, m => m.MemoryPeak, (m, v) => m with { MemoryPeak = v }),
        Map.Number<FiguresLine>(5, m => m.MemoryLimit, (m, v) => m with { MemoryLimit = v }),
        Map.Span<FiguresLine>(6, m => m.CpuTime, (m, v) => m with { CpuTime = v }),
        Map.Number<FiguresLine>(7, m => m.Tasks, (m, v) => m with { Tasks = (int)v }),
        Map.Number<FiguresLine>(8, m => m.OomKills, (m, v) => m with { OomKills = v }),
        Map.Number<FiguresLine>(9, m => m.DiskRead, (m, v) => m with { DiskRead = v }),
        Map.Number<FiguresLine>(10, m => m.DiskWritten, (m, v) => m with { DiskWritten = v }));

    internal static readonly IMessagePackFormatter<EventLine?> Event = Map.Of(
        new EventLine(),
        Map.Number<EventLine>(1, m => m.Number, (m, v) => m with { Number = v }),
        Map.Time<EventLine>(2, m => m.Time, (m, v) => m with { Time = v }),
        Map.Text<EventLine>(3, m => m.Kind, (m, v) => m with { Kind = v }),
        Map.Text<EventLine>(4, m => m.Subject, (m, v) => m with { Subject = v }),
        Map.Text<EventLine>(5, m => m.Text, (m, v) => m with { Text = v }),
        Map.Number<EventLine>(6, m => m.Code, (m, v) => m with { Code = (int)v }));

    internal static readonly IMessagePackFormatter<TreeLine?> Tree = Map.Of(
        new TreeLine(),
        Map.Text<TreeLine>(1, m => m.Kind, (m, v) => m with { Kind = v }),
        Map.Text<TreeLine>(2, m => m.Name, (m, v) => m with { Name = v }),
        Map.Text<TreeLine>(3, m => m.Text, (m, v) => m with { Text = v }),
        Map.List<TreeLine, TreeLine>(4, () => Tree!, m => m.Children, (m, v) => m with { Children = v }));

    private static readonly IMessagePackFormatter<PlanLine.Field?> s_field = Map.Of(
        new PlanLine.Field(),
        Map.Text<PlanLine.Field>(1, m => m.Path, (m, v) => m with { Path = v }),
        Map.Text<PlanLine.Field>(2, m => m.Before, (m, v) => m with { Before = v }),
        Map.Text<PlanLine.Field>(3, m => m.After, (m, v) => m with { After = v }));

    internal static readonly IMessagePackFormatter<PlanLine?> Plan = Map.Of(
        new PlanLine(),
        Map.Text<PlanLine>(1, m => m.Name, (m, v) => m with { Name = v }),
        Map.Text<PlanLine>(2, m => m.Action, (m, v) => m with { Action = v }),
        Map.List<PlanLine, PlanLine.Field>(3, () => s_field, m => m.Fields, (m, v) => m with { Fields = v }));
}
