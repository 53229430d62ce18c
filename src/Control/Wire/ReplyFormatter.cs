using System.Collections.Immutable;
using Helios.Contracts;
using MessagePack;

namespace Helios.Control;

/// <summary>How replies travel: <c>[number, map]</c>. A number, once used, never means anything else.</summary>
internal static class ReplyFormatter
{
    internal static readonly UnionFormatter<Reply> Instance = new(
        static number => new Reply.Unknown(number),
        UnionCase<Reply>.Of(0, Map.Of(
            new Reply.Welcome(0, ""),
            Map.Number<Reply.Welcome>(1, m => m.Version, (m, v) => m with { Version = (int)v }),
            Map.Text<Reply.Welcome>(2, m => m.Program, (m, v) => m with { Program = v }))),
        UnionCase<Reply>.Of(1, Map.Of(new Reply.Done())),
        UnionCase<Reply>.Of(2, Map.Of(
            new Reply.Refused(RefusalKind.Failed, []),
            Map.Number<Reply.Refused>(1, m => (int)m.Kind, (m, v) => m with { Kind = (RefusalKind)v }),
            Map.Texts<Reply.Refused>(2, m => m.Reasons, (m, v) => m with { Reasons = v }),
            Map.Number<Reply.Refused>(3, m => (int?)m.Launch, (m, v) => m with { Launch = (LaunchFailure)v }),
            Map.Value<Reply.Refused>(4, FaultsOf, (m, v) => m with { Faults = FaultsFrom(v) }))),
        UnionCase<Reply>.Of(3, Map.Of(
            new Reply.Daemon(),
            Map.Text<Reply.Daemon>(1, m => m.Version, (m, v) => m with { Version = v }),
            Map.Number<Reply.Daemon>(2, m => m.ProcessId, (m, v) => m with { ProcessId = (int)v }),
            Map.Time<Reply.Daemon>(3, m => m.Started, (m, v) => m with { Started = v }),
            Map.Text<Reply.Daemon>(4, m => m.Config, (m, v) => m with { Config = v }),
            Map.Number<Reply.Daemon>(5, m => m.ContainerCount, (m, v) => m with { ContainerCount = (int)v }),
            Map.Number<Reply.Daemon>(6, m => m.ResidentBytes, (m, v) => m with { ResidentBytes = v }),
            Map.Number<Reply.Daemon>(7, m => m.HeapBytes, (m, v) => m with { HeapBytes = v }),
            Map.Number<Reply.Daemon>(8, m => m.Connections, (m, v) => m with { Connections = (int)v }))),
        UnionCase<Reply>.Of(4, Map.Of(
            new Reply.Container(new ContainerLine()),
            Map.Message<Reply.Container, ContainerLine>(1, () => LineFormatters.Container, m => m.Line, (m, v) => m with { Line = v }))),
        UnionCase<Reply>.Of(5, Map.Of(
            new Reply.Containers([]),
            Map.List<Reply.Containers, ContainerLine>(1, () => LineFormatters.Container, m => m.Lines, (m, v) => m with { Lines = v }))),
        UnionCase<Reply>.Of(6, Map.Of(new Reply.Document(""), Map.Text<Reply.Document>(1, m => m.Json, (m, v) => m with { Json = v }))),
        UnionCase<Reply>.Of(7, Map.Of(
            new Reply.Figures([]),
            Map.List<Reply.Figures, FiguresLine>(1, () => LineFormatters.Figures, m => m.Lines, (m, v) => m with { Lines = v }))),
        UnionCase<Reply>.Of(8, Map.Of(
            new Reply.Logs(false, []),
            Map.Flag<Reply.Logs>(1, m => m.HasRing, (m, v) => m with { HasRing = v }),
            Map.Texts<Reply.Logs>(2, m => m.Files, (m, v) => m with { Files = v }))),
        UnionCase<Reply>.Of(9, Map.Of(
            new Reply.Session("", 0, false),
            Map.Text<Reply.Session>(1, m => m.Name, (m, v) => m with { Name = v }),
            Map.Number<Reply.Session>(2, m => m.ProcessId, (m, v) => m with { ProcessId = (int)v }),
            Map.Flag<Reply.Session>(3, m => m.HasTerminal, (m, v) => m with { HasTerminal = v }))),
        UnionCase<Reply>.Of(10, Map.Of(
            new Reply.Streams(false, false, false),
            Map.Flag<Reply.Streams>(1, m => m.HasTerminal, (m, v) => m with { HasTerminal = v }),
            Map.Flag<Reply.Streams>(2, m => m.HasInput, (m, v) => m with { HasInput = v }),
            Map.Flag<Reply.Streams>(3, m => m.HasRing, (m, v) => m with { HasRing = v }))),
        UnionCase<Reply>.Of(11, Map.Of(
            new Reply.Ended(0, "", true),
            Map.Number<Reply.Ended>(1, m => m.Code, (m, v) => m with { Code = (int)v }),
            Map.Text<Reply.Ended>(2, m => m.Cause, (m, v) => m with { Cause = v }),
            Map.Flag<Reply.Ended>(3, m => m.IsOwnChoice, (m, v) => m with { IsOwnChoice = v }))),
        UnionCase<Reply>.Of(12, Map.Of(
            new Reply.Tree(new TreeLine()),
            Map.Message<Reply.Tree, TreeLine>(1, () => LineFormatters.Tree, m => m.Top, (m, v) => m with { Top = v }))),
        UnionCase<Reply>.Of(13, Map.Of(
            new Reply.Event(new EventLine()),
            Map.Message<Reply.Event, EventLine>(1, () => LineFormatters.Event, m => m.Line, (m, v) => m with { Line = v }))),
        UnionCase<Reply>.Of(14, Map.Of(
            new Reply.Plan([], []),
            Map.List<Reply.Plan, PlanLine>(1, () => LineFormatters.Plan, m => m.Items, (m, v) => m with { Items = v }),
            Map.Texts<Reply.Plan>(2, m => m.Failures, (m, v) => m with { Failures = v }))),
        UnionCase<Reply>.Of(15, Map.Of(new Reply.Stopped([]), Map.Texts<Reply.Stopped>(1, m => m.Order, (m, v) => m with { Order = v }))),
        UnionCase<Reply>.Of(16, Map.Of(new Reply.Root())),
        UnionCase<Reply>.Of(17, Map.Of(new Reply.Forgotten([]), Map.Texts<Reply.Forgotten>(1, m => m.Names, (m, v) => m with { Names = v }))));

    // Field and problem, one after the other.
    private static FieldValue? FaultsOf(Reply.Refused refused)
        => refused.Faults.IsEmpty ? null : FieldValue.Of(refused.Faults.SelectMany(static fault => (string[])[fault.Field, fault.Problem]));

    private static ImmutableArray<SpecFault> FaultsFrom(FieldValue value)
        => value is FieldValue.List { Items: var items } && items.Length % 2 == 0
            ? [.. items.Chunk(2).Select(static pair => new SpecFault(pair[0].AsText() ?? "", pair[1].AsText() ?? ""))]
            : throw new MessagePackSerializationException("faults come in pairs of field and problem");
}
