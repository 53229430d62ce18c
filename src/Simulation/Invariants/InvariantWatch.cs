using Helios.Backends.Simulated;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Supervisor;
using Helios.Supervisor.TestKit;

namespace Helios.Simulation;

/// <summary>Holds the supervisor to what it promises, after every turn of every actor.</summary>
/// <remarks>
/// It sees both sides: what the supervisor says (its events) and what really happened (the simulated backend). The invariants:
/// <list type="bullet">
/// <item>never two instances of one container;</item>
/// <item>no start before the dependencies that it requires;</item>
/// <item>the wait before a restart is within the bounds of the fleet file, and is waited;</item>
/// <item>every exit is explained, and the explanation is true;</item>
/// <item>states follow one another as the state table has it;</item>
/// <item>no more restarts than the intensity allows;</item>
/// <item>what is said to be down has left nothing behind.</item>
/// </list>
/// </remarks>
internal sealed class InvariantWatch
{
    // A start that a dependency's end overtakes is no fault: the condition must have held at the moment or in the same instant.
    private readonly Dictionary<ContainerId, MemberState> _members;
    private readonly FleetRehearsal _fleet;
    private readonly MessageTail _tail;
    private readonly int _seed;

    internal InvariantWatch(FleetSpec fleet, FleetRehearsal rehearsal, int seed, MessageTail tail)
    {
        (_fleet, _seed, _tail) = (rehearsal, seed, tail);
        _members = fleet.Members.ToDictionary(static member => member.Id, static member => new MemberState(member));
        rehearsal.Backend.RunEnded += OnRunEnded;
        rehearsal.Turned += OnTurn;
    }

    /// <summary>It looks no more.</summary>
    internal void Detach()
    {
        _fleet.Backend.RunEnded -= OnRunEnded;
        _fleet.Turned -= OnTurn;
    }

    /// <summary>Takes an event of the supervisor.</summary>
    internal void Take(FleetProtocol.Happened happened)
    {
        switch (happened.Event)
        {
            case ContainerProtocol.Changed changed when _members.TryGetValue(changed.Id, out MemberState? member):
                OnChanged(member, changed.Before, changed.Now);
                break;
            case ContainerProtocol.Ended ended when _members.TryGetValue(ended.Id, out MemberState? member):
                OnEnded(member, ended.Run);
                break;
            case FleetProtocol.GroupRestarts restarts:
                foreach (ContainerId id in restarts.Members)
                {
                    _members[id].AskedByGroup = true;
                }

                break;
        }
    }

    /// <summary>The supervisor dies: what it knew is gone.</summary>
    internal void Crashed()
    {
        foreach (MemberState member in _members.Values)
        {
            member.Forget();
        }

    }

    /// <summary>Takes the fleet down and looks for leftovers.</summary>
    internal void CheckTheEnd()
    {
        PendingAnswer down = _fleet.Pending(new FleetProtocol.Down("end of the simulation", []));
        for (int hour = 0; hour < 1000 && !down.IsThere; hour++)
        {
            _fleet.Advance(TimeSpan.FromHours(1));
        }

        if (!down.IsThere)
        {
            Fail("everything ends when it is asked to", $"1000 hours after it was asked to stop: {string.Join(", ", _members.Values.Select(static member => member.ToString()))}");
        }

        if (_fleet.Backend.Living is [ContainerId left, ..])
        {
            Fail("nothing is left behind", $"{left} still has kernel objects after the fleet is down");
        }
    }

    private void OnTurn()
    {
        if (_fleet.Backend.DoubleStarts > 0)
        {
            Fail("never two instances of one container", "a container was prepared while another of its name lived");
        }
    }

    private void OnRunEnded(SimulatedRunEnd end)
    {
        if (_members.TryGetValue(end.Id, out MemberState? member))
        {
            member.LastEnd = end;
        }
    }

    private void OnChanged(MemberState member, ContainerStatus before, ContainerStatus now)
    {
        if (before.State == now.State)
        {
            member.Take(now, Now);
            return;
        }

        if (!StateOrder.Allows(before.State, now.State))
        {
            Fail("states follow the state table", $"{now.Id} went from {before.State} to {now.State}");
        }

        switch (now.State)
        {
            case ContainerState.Preparing:
                CheckDependencies(member);
                CheckBackoffWasWaited(member);
                break;
            case ContainerState.BackingOff:
                CheckBackoff(member, now);
                break;
            case ContainerState.Exited or ContainerState.Failed when !_fleet.Backend.IsLiving(now.Id):
                // Whoever starts it after that begins anew: without its wait, and without its restarts so far.
                member.NotBefore = null;
                member.Restarts.Clear();
                break;
            case ContainerState.Exited or ContainerState.Failed:
                Fail("what is down has left nothing behind", $"{now.Id} is {now.State} and its kernel objects are still there");
                break;
        }

        member.Take(now, Now);
    }

    private void CheckDependencies(MemberState member)
    {
        foreach (DependencySpec dependency in member.Spec.Dependencies)
        {
            if (dependency.Required && _members.TryGetValue(dependency.On, out MemberState? other) && !other.Held(dependency.Condition, Now))
            {
                Fail("no start before its dependencies", $"{member.Spec.Id} is started although {dependency.On} is not {dependency.Condition.ToString().ToLowerInvariant()}");
            }
        }
    }

    private void CheckBackoff(MemberState member, ContainerStatus now)
    {
        RestartSpec rule = member.Spec.Restart;
        TimeSpan wait = now.NextStart is { } next ? next - now.Since : TimeSpan.Zero;
        TimeSpan least = TimeSpan.FromTicks((long)(Math.Min(rule.Delay.Ticks, rule.MaxDelay.Ticks) * (1 - rule.Jitter))) - TimeSpan.FromMilliseconds(1);
        if (wait < least || wait > rule.MaxDelay + TimeSpan.FromMilliseconds(1))
        {
            Fail("the wait before a restart is within bounds", $"{now.Id} waits {DurationText.Of(wait)}; the file allows {DurationText.Of(rule.Delay)} to {DurationText.Of(rule.MaxDelay)}");
        }

        member.NotBefore = Now + wait;
        member.Restarts.Enqueue(Now);
        if (rule.Intensity is { } intensity)
        {
            while (member.Restarts.TryPeek(out TimeSpan first) && Now - first >= intensity.Window)
            {
                member.Restarts.Dequeue();
            }

            if (member.Restarts.Count > intensity.Restarts)
            {
                Fail("no more restarts than the intensity allows", $"{now.Id} is restarted {member.Restarts.Count} times within {DurationText.Of(intensity.Window)}; {intensity} are allowed");
            }
        }
    }

    private void CheckBackoffWasWaited(MemberState member)
    {
        if (member.NotBefore is { } due && Now < due && !member.AskedByGroup)
        {
            Fail("the wait before a restart is waited", $"{member.Spec.Id} is started {DurationText.Of(due - Now)} too early");
        }

        (member.NotBefore, member.AskedByGroup) = (null, false);
    }

    private void OnEnded(MemberState member, RunRecord run)
    {
        if (run.Cause is not { } cause)
        {
            Fail("every exit is explained", $"run {run.Number} of {member.Spec.Id} ended and nobody says why");
            return;
        }

        if (run.Executed is not null && member.LastEnd is { } end && !IsTrue(cause, end))
        {
            Fail("the explanation of an exit is true", $"{member.Spec.Id} ended with {end.Status}{(end.OutOfMemory ? " by the OOM killer" : "")}; it is explained as: {cause}");
        }
    }

    private static bool IsTrue(ExitCause cause, SimulatedRunEnd end) => cause switch
    {
        ExitCause.Exited exited => exited.ExitCode == end.Status.Code && end.Status.Signal is null,
        ExitCause.Signaled signaled => signaled.Signal == end.Status.Signal,
        ExitCause.OutOfMemory => end.OutOfMemory,
        ExitCause.Stopped stopped => stopped.Status == end.Status,
        _ => true,
    };

    private TimeSpan Now => TimeSpan.FromTicks(_fleet.Time.GetTimestamp());

    private void Fail(string invariant, string what)
        => throw new InvariantException(invariant, what, _seed, _fleet.Turns, Now, _tail.Lines());

    /// <summary>What is known of one container.</summary>
    private sealed class MemberState(MemberSpec spec)
    {
        private readonly TimeSpan?[] _heldUntil = new TimeSpan?[4];
        private ContainerStatus? _status;

        internal MemberSpec Spec { get; } = spec;

        internal SimulatedRunEnd? LastEnd { get; set; }

        internal TimeSpan? NotBefore { get; set; }

        internal bool AskedByGroup { get; set; }

        internal Queue<TimeSpan> Restarts { get; } = new();

        internal void Take(ContainerStatus status, TimeSpan now)
        {
            foreach (DependencyCondition condition in Enum.GetValues<DependencyCondition>())
            {
                if (_status is { } before && Holds(condition, before))
                {
                    _heldUntil[(int)condition] = now;
                }
            }

            _status = status;
        }

        internal bool Held(DependencyCondition condition, TimeSpan now)
            => (_status is { } status && Holds(condition, status)) || _heldUntil[(int)condition] == now;

        internal void Forget()
        {
            Array.Clear(_heldUntil);
            (_status, LastEnd, NotBefore) = (null, null, null);
            Restarts.Clear();
        }

        /// <inheritdoc/>
        public override string ToString() => $"{Spec.Id} {_status?.State.ToString().ToLowerInvariant() ?? "unknown"}{(_status?.Detail is { } detail ? $" ({detail})" : "")}";

        private static bool Holds(DependencyCondition condition, ContainerStatus status) => condition switch
        {
            DependencyCondition.Started => status.State is ContainerState.Running or ContainerState.Paused,
            DependencyCondition.Ready => status.Ready,
            DependencyCondition.Healthy => status.Health == Health.Healthy,
            _ => status.LastExit is ExitCause.Exited { ExitCode: 0 }
                && status.State is not (ContainerState.Preparing or ContainerState.Starting or ContainerState.Running or ContainerState.Paused or ContainerState.Stopping),
        };
    }
}
