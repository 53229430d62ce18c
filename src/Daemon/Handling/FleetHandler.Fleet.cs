using System.Collections.Immutable;
using Helios.Control;
using Helios.Fleets;
using Helios.Supervisor;

namespace Helios.Daemon;

/// <content>What concerns the fleet and the daemon.</content>
internal sealed partial class FleetHandler
{
    private async Task<Answer> DescribeAsync(ControlCall call)
    {
        FleetProtocol.IReply listed = await _fleet.AskAsync(new FleetProtocol.List(true), call.Cancellation).ConfigureAwait(false);
        return _facts.Describe(listed is FleetProtocol.Listed list ? list.Containers.Length : 0);
    }

    private async Task<Answer> ListAsync(Request.List list, ControlCall call)
        => ToReply(await _fleet.AskAsync(new FleetProtocol.List(list.All), call.Cancellation).ConfigureAwait(false));

    private async Task<Answer> FiguresAsync(Request.GetFigures figures, ControlCall call)
        => ToReply(await _fleet.AskAsync(new FleetProtocol.GetStatistics([.. figures.Names.Select(Id)]), call.Cancellation).ConfigureAwait(false));

    private async Task<Answer> TreeAsync(ControlCall call)
        => ToReply(await _fleet.AskAsync(new FleetProtocol.GetTree(), call.Cancellation).ConfigureAwait(false));

    private async Task<Answer> PlanAsync(Request.PlanFleet plan, ControlCall call)
        => ToReply(await _fleet.AskAsync(new FleetProtocol.Plan(Source(plan.Path, plan.Overrides)), call.Cancellation).ConfigureAwait(false));

    private async Task<Answer> ApplyAsync(Request.ApplyFleet apply, ControlCall call)
    {
        FleetProtocol.ICommand command = apply.Path is { } path ? new FleetProtocol.Apply(By(call), Source(path, apply.Overrides), Until(apply.Until))
            : apply.Overrides.IsEmpty ? new FleetProtocol.Apply(By(call), null, Until(apply.Until))
            : new FleetProtocol.SetOverrides(By(call), Overrides(apply.Overrides), Until(apply.Until));
        FleetProtocol.IReply reply = await _fleet.AskAsync(command, call.Cancellation).ConfigureAwait(false);
        if (reply is FleetProtocol.Applied && apply.Path is not null)
        {
            _facts.Config = apply.Path;
        }

        return ToReply(reply);
    }

    private async Task<Answer> WatchAsync(Request.WatchEvents watch, ControlCall call)
    {
        await foreach (FleetProtocol.Happened happened in _fleet.EventsAsync(watch.After, call.Cancellation).ConfigureAwait(false))
        {
            if (!call.TryPush(new Reply.Event(Lines.Of(happened))))
            {
                break;
            }
        }

        return new Reply.Done();
    }

    private async Task<Answer> ShutDownAsync(ControlCall call)
    {
        // Who asked may go away meanwhile; the daemon stops all the same.
        Answer answer = ToReply(await _fleet.AskAsync(new FleetProtocol.ShutDown(By(call)), CancellationToken.None).ConfigureAwait(false));
        if (answer.Reply is Reply.Stopped)
        {
            _facts.RequestLeave();
        }

        return answer;
    }

    private static FleetSource Source(string path, ImmutableArray<string> overrides)
        => Path.IsPathFullyQualified(path) ? new FleetSource(path, Overrides(overrides)) : throw new FormatException($"'{path}' is not an absolute path");

    private static ImmutableArray<FleetOverride> Overrides(ImmutableArray<string> texts) => [.. texts.Select(FleetOverride.Parse)];
}
