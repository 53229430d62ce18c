using Helios.Contracts;
using MessagePack;

namespace Helios.Control;

/// <summary>How requests travel: <c>[number, map]</c>. A number, once used, never means anything else.</summary>
internal static class RequestFormatter
{
    internal static readonly UnionFormatter<Request> Instance = new(
        static number => new Request.Unknown(number),
        UnionCase<Request>.Of(1, Map.Of(new Request.GetDaemon())),
        UnionCase<Request>.Of(2, Map.Of(new Request.List(), Map.Flag<Request.List>(1, m => m.All, (m, v) => m with { All = v }))),
        UnionCase<Request>.Of(3, Map.Of(
            new Request.Run(),
            Map.Message<Request.Run, ContainerSpec>(1, () => WireSpec.Formatter, m => m.Spec, (m, v) => m with { Spec = v }),
            Map.Text<Request.Run>(2, m => m.Restart, (m, v) => m with { Restart = v }),
            Map.Text<Request.Run>(3, m => m.Backend, (m, v) => m with { Backend = v }),
            Map.Flag<Request.Run>(4, m => m.Remove, (m, v) => m with { Remove = v }),
            Map.Flag<Request.Run>(5, m => m.OpenInput, (m, v) => m with { OpenInput = v }),
            Map.Flag<Request.Run>(6, m => m.Start, (m, v) => m with { Start = v }),
            Map.Number<Request.Run>(7, m => Size(m.Size), (m, v) => m with { Size = Size(v) }))),
        UnionCase<Request>.Of(4, Map.Of(
            new Request.Change("", ChangeVerb.None),
            Map.Text<Request.Change>(1, m => m.Name, (m, v) => m with { Name = v }),
            Map.Number<Request.Change>(2, m => (int)m.Verb, (m, v) => m with { Verb = (ChangeVerb)v }),
            Map.Span<Request.Change>(3, m => m.Grace, (m, v) => m with { Grace = v }),
            Map.Number<Request.Change>(4, m => m.Signal, (m, v) => m with { Signal = (int)v }),
            Map.Flag<Request.Change>(5, m => m.Force, (m, v) => m with { Force = v }))),
        UnionCase<Request>.Of(5, Map.Of(
            new Request.Inspect(""),
            Map.Text<Request.Inspect>(1, m => m.Name, (m, v) => m with { Name = v }),
            Map.Flag<Request.Inspect>(2, m => m.Environment, (m, v) => m with { Environment = v }))),
        UnionCase<Request>.Of(6, Map.Of(new Request.GetFigures([]), Map.Texts<Request.GetFigures>(1, m => m.Names, (m, v) => m with { Names = v }))),
        UnionCase<Request>.Of(7, Map.Of(new Request.OpenLogs(""), Map.Text<Request.OpenLogs>(1, m => m.Name, (m, v) => m with { Name = v }))),
        UnionCase<Request>.Of(8, Map.Of(
            new Request.Exec(""),
            Map.Text<Request.Exec>(1, m => m.Name, (m, v) => m with { Name = v }),
            Map.Texts<Request.Exec>(2, m => m.Command, (m, v) => m with { Command = v }),
            Map.Texts<Request.Exec>(3, m => m.Environment, (m, v) => m with { Environment = v }),
            Map.Text<Request.Exec>(4, m => m.WorkingDirectory, (m, v) => m with { WorkingDirectory = v }),
            Map.Text<Request.Exec>(5, m => m.User, (m, v) => m with { User = v }),
            Map.Flag<Request.Exec>(6, m => m.Terminal, (m, v) => m with { Terminal = v }),
            Map.Number<Request.Exec>(7, m => Size(m.Size), (m, v) => m with { Size = Size(v) }))),
        UnionCase<Request>.Of(9, Map.Of(
            new Request.WaitSession("", ""),
            Map.Text<Request.WaitSession>(1, m => m.Name, (m, v) => m with { Name = v }),
            Map.Text<Request.WaitSession>(2, m => m.Session, (m, v) => m with { Session = v }))),
        UnionCase<Request>.Of(10, Map.Of(
            new Request.SignalSession("", "", 0),
            Map.Text<Request.SignalSession>(1, m => m.Name, (m, v) => m with { Name = v }),
            Map.Text<Request.SignalSession>(2, m => m.Session, (m, v) => m with { Session = v }),
            Map.Number<Request.SignalSession>(3, m => m.Signal, (m, v) => m with { Signal = (int)v }))),
        UnionCase<Request>.Of(11, Map.Of(
            new Request.Attach(""),
            Map.Text<Request.Attach>(1, m => m.Name, (m, v) => m with { Name = v }),
            Map.Text<Request.Attach>(2, m => m.Session, (m, v) => m with { Session = v }))),
        UnionCase<Request>.Of(12, Map.Of(
            new Request.Detach(""),
            Map.Text<Request.Detach>(1, m => m.Name, (m, v) => m with { Name = v }),
            Map.Text<Request.Detach>(2, m => m.Session, (m, v) => m with { Session = v }))),
        UnionCase<Request>.Of(13, Map.Of(
            new Request.Resize("", new TerminalSize(80, 24)),
            Map.Text<Request.Resize>(1, m => m.Name, (m, v) => m with { Name = v }),
            Map.Text<Request.Resize>(2, m => m.Session, (m, v) => m with { Session = v }),
            Map.Number<Request.Resize>(3, m => Size(m.Size), (m, v) => m with { Size = Size(v) }))),
        UnionCase<Request>.Of(14, Map.Of(
            new Request.Wait(""),
            Map.Text<Request.Wait>(1, m => m.Name, (m, v) => m with { Name = v }),
            Map.Number<Request.Wait>(2, m => (int)m.Condition, (m, v) => m with { Condition = (WaitCondition)v }))),
        UnionCase<Request>.Of(15, Map.Of(new Request.GetTree())),
        UnionCase<Request>.Of(16, Map.Of(new Request.WatchEvents(), Map.Number<Request.WatchEvents>(1, m => m.After, (m, v) => m with { After = v }))),
        UnionCase<Request>.Of(17, Map.Of(
            new Request.PlanFleet("", []),
            Map.Text<Request.PlanFleet>(1, m => m.Path, (m, v) => m with { Path = v }),
            Map.Texts<Request.PlanFleet>(2, m => m.Overrides, (m, v) => m with { Overrides = v }))),
        UnionCase<Request>.Of(18, Map.Of(
            new Request.ApplyFleet(null, []),
            Map.Text<Request.ApplyFleet>(1, m => m.Path, (m, v) => m with { Path = v }),
            Map.Texts<Request.ApplyFleet>(2, m => m.Overrides, (m, v) => m with { Overrides = v }),
            Map.Number<Request.ApplyFleet>(3, m => (int)m.Until, (m, v) => m with { Until = (WaitUntil)v }))),
        UnionCase<Request>.Of(19, Map.Of(
            new Request.Up([]),
            Map.Texts<Request.Up>(1, m => m.Names, (m, v) => m with { Names = v }),
            Map.Number<Request.Up>(2, m => (int)m.Until, (m, v) => m with { Until = (WaitUntil)v }))),
        UnionCase<Request>.Of(20, Map.Of(new Request.Down([]), Map.Texts<Request.Down>(1, m => m.Names, (m, v) => m with { Names = v }))),
        UnionCase<Request>.Of(21, Map.Of(
            new Request.Scale([]),
            Map.Texts<Request.Scale>(1, m => m.Replicas, (m, v) => m with { Replicas = v }),
            Map.Number<Request.Scale>(2, m => (int)m.Until, (m, v) => m with { Until = (WaitUntil)v }))),
        UnionCase<Request>.Of(22, Map.Of(new Request.OpenRoot(""), Map.Text<Request.OpenRoot>(1, m => m.Name, (m, v) => m with { Name = v }))),
        UnionCase<Request>.Of(23, Map.Of(new Request.ShutDown())),
        UnionCase<Request>.Of(24, Map.Of(new Request.Cancel(0), Map.Number<Request.Cancel>(1, m => m.Id, (m, v) => m with { Id = v }))),
        UnionCase<Request>.Of(25, Map.Of(new Request.GetHeap())));

    private static long? Size(TerminalSize size) => ((long)size.Columns << 16) | size.Rows;

    private static TerminalSize Size(long packed)
        => packed is > 0 and <= uint.MaxValue ? new TerminalSize((ushort)(packed >> 16), (ushort)(packed & 0xFFFF)) : throw new MessagePackSerializationException($"{packed} is not a size");
}
