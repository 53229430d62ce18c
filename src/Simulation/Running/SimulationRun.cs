using Helios.Contracts;
using Helios.Fleets;
using Helios.Supervisor;
using Helios.Supervisor.TestKit;

namespace Helios.Simulation;

/// <summary>Runs a fleet under the production supervisor in virtual time, checks the invariants at every step and keeps what a report needs.</summary>
/// <remarks>One run is one thread; several runs may go on at once. Same plan, same seed: same result, to the message.</remarks>
public sealed class SimulationRun
{
    private readonly SimulationPlan _plan;
    private readonly int _seed;
    private readonly Random _chance;
    private readonly Dictionary<ContainerId, ContainerTrack> _tracks = [];
    private readonly Dictionary<string, GroupTrack> _groups;
    private readonly List<(TimeSpan Time, string What)> _happened = [];
    private readonly PriorityQueue<Action<TimeSpan>, (TimeSpan Due, int Order)> _host = new();
    private readonly FleetRehearsal _fleet;
    private readonly InvariantWatch _watch;
    private Dictionary<ContainerId, long>? _writtenBeforeFull;
    private TimeSpan _time;
    private int _order;
    private int _crashes;

    private SimulationRun(SimulationPlan plan, int seed, FleetRehearsal fleet, MessageTail tail)
    {
        (_plan, _seed, _fleet, _chance) = (plan, seed, fleet, new Random(seed));
        foreach (MemberSpec member in plan.Fleet.Fleet.Members)
        {
            _tracks[member.Id] = new ContainerTrack(member);
        }

        _groups = plan.Fleet.Fleet.Groups.ToDictionary(static group => group.Name, static group => new GroupTrack(group.Name), StringComparer.Ordinal);
        _watch = new InvariantWatch(plan.Promised ?? plan.Fleet.Fleet, fleet, seed, tail);
    }

    /// <summary>Runs one.</summary>
    /// <param name="plan">What.</param>
    /// <param name="seed">Determines the order of messages and every chance.</param>
    /// <exception cref="InvariantException">The supervisor did what it never may.</exception>
    /// <exception cref="InvalidOperationException">The supervisor refused the fleet; the message says why.</exception>
    public static SimulationResult Of(SimulationPlan plan, int seed)
    {
        ArgumentNullException.ThrowIfNull(plan);
        MessageTail tail = new();
        using FleetRehearsal fleet = new(new RehearsalOptions
        {
            Script = plan.Scenario.ToScript(),
            Seed = seed,
            Start = plan.Scenario.Start,
            KeepsOutput = false,
            ReusePids = plan.Scenario.ReusesPids,
            Wrap = plan.Wrap,
            OnMessage = message =>
            {
                tail.Add(message);
                plan.Trace?.Write($"{message}\n");
            },
        });
        SimulationRun run = new(plan, seed, fleet, tail);
        try
        {
            return run.Go();
        }
        finally
        {
            // The end of the actor system is no part of the rehearsal.
            run._watch.Detach();
        }
    }

    private SimulationResult Go()
    {
        _fleet.Happened += Take;
        foreach (HostFault fault in _plan.Scenario.Host)
        {
            Plan(fault, fault.At.Draw(_chance));
        }

        FleetSpec fleet = _plan.Fleet.Fleet;
        _fleet.Apply(_plan.Fleet);
        while (_host.TryPeek(out _, out (TimeSpan Due, int Order) next) && next.Due <= _plan.Length)
        {
            Action<TimeSpan> act = _host.Dequeue();
            AdvanceTo(next.Due);
            act(next.Due);
        }

        AdvanceTo(_plan.Length);
        EndFullDisk();
        foreach (ContainerTrack track in _tracks.Values)
        {
            track.Stall = track.Now == Condition.Waiting ? StallRules.Why(track, _tracks) : null;
        }

        SimulationResult result = new(
            fleet.Name, _seed, _plan.Length, _plan.Scenario.Start, [.. fleet.Members.Select(member => _tracks[member.Id])],
            [.. fleet.Groups.Select(group => _groups[group.Name])], [.. _happened], _fleet.Sent, _fleet.TraceHash);
        _fleet.Happened -= Take;
        if (_crashes == 0)
        {
            _watch.CheckTheEnd();
        }

        if (_fleet.Strays > 0)
        {
            throw new InvariantException($"a simulation stays on its thread: {_fleet.Strays} messages came from others (seed {_seed})");
        }

        return result;
    }

    private void AdvanceTo(TimeSpan time)
    {
        _fleet.Advance(time - _time);
        _time = time;
    }

    private void Plan(HostFault fault, TimeSpan due) => At(due, now =>
    {
        Happen(fault, now);
        if (fault.Every is { } every)
        {
            // At least a millisecond apart: an interval of zero would never let the clock move.
            Plan(fault, now + TimeSpan.FromTicks(Math.Max(every.Draw(_chance).Ticks, TimeSpan.TicksPerMillisecond)));
        }
    });

    private void At(TimeSpan due, Action<TimeSpan> act) => _host.Enqueue(act, (due, _order++));

    private void Happen(HostFault fault, TimeSpan now)
    {
        switch (fault)
        {
            case HostFault.SupervisorCrash crash when _crashes == 0:
                _crashes++;
                Note(now, fault.Name);
                _watch.Crashed();
                _fleet.Crash();
                foreach (ContainerTrack track in _tracks.Values)
                {
                    track.Crashed(now);
                }

                At(now + crash.DownFor.Draw(_chance), after =>
                {
                    _crashes--;
                    Note(after, "supervisor is back");
                    _fleet.Recover();
                });
                break;
            case HostFault.DiskFull full when _writtenBeforeFull is null:
                Note(now, fault.Name);
                _writtenBeforeFull = _tracks.Keys.ToDictionary(static id => id, _fleet.Backend.BytesWritten);
                At(now + full.For.Draw(_chance), after =>
                {
                    Note(after, "disk has room again");
                    EndFullDisk();
                });
                break;
            case HostFault.NoThreads none when _fleet.Backend.HostFailure is null:
                Note(now, fault.Name);
                _fleet.Backend.HostFailure = HostFault.NoThreads.Failure;
                At(now + none.For.Draw(_chance), after =>
                {
                    Note(after, "threads can be made again");
                    _fleet.Backend.HostFailure = null;
                });
                break;
            case HostFault.ClockJump jump:
                Note(now, $"{fault.Name} by {DurationText.Of(jump.By)}");
                _fleet.JumpClock(jump.By);
                break;
            case HostFault.CgroupLost lost when _fleet.Backend.LoseCgroup(lost.Container):
                Note(now, $"{fault.Name} of {lost.Container}");
                break;
        }
    }

    private void Note(TimeSpan time, string what) => _happened.Add((time, what));

    // What the ring holds is written when the disk has room again; more than that is gone.
    private void EndFullDisk()
    {
        foreach ((ContainerId id, long before) in _writtenBeforeFull ?? [])
        {
            LogSpec logs = _tracks[id].Member.Logs;
            if (logs.File is not null)
            {
                _tracks[id].LogBytesLost += Math.Max(0, _fleet.Backend.BytesWritten(id) - before - logs.Ring.Bytes);
            }
        }

        _writtenBeforeFull = null;
    }

    private void Take(FleetProtocol.Happened happened)
    {
        switch (happened.Event)
        {
            case ContainerProtocol.Changed changed when _tracks.TryGetValue(changed.Id, out ContainerTrack? track):
                track.Take(Elapsed, changed.Before, changed.Now);
                break;
            case ContainerProtocol.Ended ended when _tracks.TryGetValue(ended.Id, out ContainerTrack? track):
                track.Ended(ended.Run.Cause);
                break;
            case FleetProtocol.GroupRestarts restarts when _groups.TryGetValue(restarts.Group, out GroupTrack? group):
                group.Restarts++;
                break;
            case FleetProtocol.GroupGaveUp gaveUp when _groups.TryGetValue(gaveUp.Group, out GroupTrack? group):
                group.GiveUps++;
                break;
        }

        _watch.Take(happened);
    }

    private TimeSpan Elapsed => TimeSpan.FromTicks(_fleet.Time.GetTimestamp());
}
