using System.Collections.Immutable;
using Helios.Allocator;
using Helios.Contracts;
using Helios.Control;
using Helios.Fleets;
using Helios.Supervisor;

namespace Helios.Daemon;

/// <summary>Answers the control socket from the fleet: each request becomes a command or a query of the supervisor's protocol, each reply the way back.</summary>
internal sealed partial class FleetHandler : IControlHandler
{
    private readonly IFleet _fleet;
    private readonly DaemonFacts _facts;
    private readonly SlabAllocator _heap;

    internal FleetHandler(IFleet fleet, DaemonFacts facts, SlabAllocator heap) => (_fleet, _facts, _heap) = (fleet, facts, heap);

    /// <inheritdoc/>
    public async Task<Answer> AnswerAsync(ControlCall call)
    {
        try
        {
            return await RouteAsync(call).ConfigureAwait(false);
        }
        catch (FormatException wrong)
        {
            return Refusals.Invalid(wrong.Message);
        }
    }

    private Task<Answer> RouteAsync(ControlCall call) => call.Request switch
    {
        Request.GetDaemon => DescribeAsync(call),
        Request.List list => ListAsync(list, call),
        Request.Run run => RunAsync(run, call),
        Request.Change change => ChangeAsync(change, call),
        Request.Inspect inspect => InspectAsync(inspect, call),
        Request.GetFigures figures => FiguresAsync(figures, call),
        Request.OpenLogs logs => OpenLogsAsync(logs, call),
        Request.Exec exec => ExecAsync(exec, call),
        Request.WaitSession wait => WaitSessionAsync(wait, call),
        Request.SignalSession signal => AskAsync(new ContainerProtocol.SignalExec(Id(signal.Name), By(call), signal.Session, SignalOf(signal.Signal)), call),
        Request.Attach attach => AttachAsync(attach, call),
        Request.Detach detach => AskAsync(new ContainerProtocol.Detach(Id(detach.Name), By(call), detach.Session), call),
        Request.Resize resize => AskAsync(new ContainerProtocol.Resize(Id(resize.Name), By(call), resize.Size, resize.Session), call),
        Request.Wait wait => WaitAsync(wait, call),
        Request.OpenRoot root => OpenRootAsync(root, call),
        Request.GetTree => TreeAsync(call),
        Request.WatchEvents watch => WatchAsync(watch, call),
        Request.PlanFleet plan => PlanAsync(plan, call),
        Request.ApplyFleet apply => ApplyAsync(apply, call),
        Request.Up up => AskFleetAsync(new FleetProtocol.Up(By(call), up.Names, Until(up.Until)), call),
        Request.Down down => AskFleetAsync(new FleetProtocol.Down(By(call), down.Names), call),
        Request.Scale scale => AskFleetAsync(new FleetProtocol.Scale(By(call), [.. scale.Replicas.Select(Replicas)], Until(scale.Until)), call),
        Request.GetHeap => Task.FromResult<Answer>(new Reply.Document(HeapSnapshotJson.ToText(_heap.Snapshot()))),
        Request.Forget => AskFleetAsync(new FleetProtocol.Forget(By(call)), call),
        Request.ShutDown => ShutDownAsync(call),
        _ => Task.FromResult<Answer>(Reply.Refused.Because(RefusalKind.Unsupported, $"this daemon cannot {call.Request.GetType().Name}")),
    };

    private async Task<Answer> AskAsync(ContainerProtocol.IMessage message, ControlCall call)
        => await _fleet.AskAsync(message, call.Cancellation).ConfigureAwait(false) switch
        {
            ContainerProtocol.Refused refused => Refusals.Of(refused),
            ContainerProtocol.Status status => new Reply.Container(Lines.Of(status.Container)),
            _ => new Reply.Done(),
        };

    private async Task<Answer> AskFleetAsync(FleetProtocol.ICommand command, ControlCall call)
        => ToReply(await _fleet.AskAsync(command, call.Cancellation).ConfigureAwait(false));

    private static Reply ToReply(FleetProtocol.IReply reply) => reply switch
    {
        FleetProtocol.Refused refused => Refusals.Of(refused),
        FleetProtocol.RunStarted started => new Reply.Container(Lines.Of(started.Container)),
        FleetProtocol.Applied applied => new Reply.Plan(PlanLines(applied.Plan), [.. applied.Failures.Select(static failure => $"{failure.Key}: {failure.Value}")]),
        FleetProtocol.Planned planned => new Reply.Plan(PlanLines(planned.Plan), []),
        FleetProtocol.Forgotten forgotten => new Reply.Forgotten([.. forgotten.Ids.Select(static id => id.ToString())]),
        FleetProtocol.Stopped stopped => new Reply.Stopped([.. stopped.Order.Select(static id => id.ToString())]),
        FleetProtocol.Listed listed => new Reply.Containers([.. listed.Containers.Select(Lines.Of)]),
        FleetProtocol.Tree tree => new Reply.Tree(Lines.Of(tree.Root)),
        FleetProtocol.Statistics statistics => new Reply.Figures([.. statistics.Containers.Select(Lines.Of)]),
        _ => new Reply.Done(),
    };

    private static ImmutableArray<PlanLine> PlanLines(FleetPlan plan) => [.. plan.Items.Select(Lines.Of)];

    private static string By(ControlCall call) => call.Peer.ToString();

    private static ContainerId Id(string name) => ContainerId.Parse(name);

    private static Signal SignalOf(int number) => Signal.Parse(number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static FleetProtocol.Until Until(WaitUntil until) => until switch
    {
        WaitUntil.Running => FleetProtocol.Until.Running,
        WaitUntil.Ready => FleetProtocol.Until.Ready,
        _ => FleetProtocol.Until.Accepted,
    };

    private static KeyValuePair<string, int> Replicas(string text)
    {
        int equals = text.LastIndexOf('=');
        return equals > 0 && int.TryParse(text.AsSpan(equals + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int count)
            ? KeyValuePair.Create(text[..equals], count)
            : throw new FormatException($"'{text}' is not a count of replicas: write NAME=COUNT, such as web=5");
    }
}
