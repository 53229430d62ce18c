using Helios.Contracts;
using Helios.Fleets;

namespace Helios.Simulation;

/// <summary>What became of one container in one simulation.</summary>
public sealed class ContainerTrack
{
    private static readonly TimeSpan s_flapWindow = TimeSpan.FromMinutes(10);

    private readonly List<(TimeSpan From, Condition Condition)> _changes = [(TimeSpan.Zero, Condition.Rest)];
    private readonly List<TimeSpan> _starts = [];
    private readonly List<TimeSpan> _timesToReady = [];
    private TimeSpan? _wanted;

    internal ContainerTrack(MemberSpec member) => Member = member;

    /// <summary>What it is.</summary>
    public MemberSpec Member { get; }

    /// <summary>Its name.</summary>
    public ContainerId Id => Member.Id;

    /// <summary>Its changes: from when it was what. The first begins at zero.</summary>
    public IReadOnlyList<(TimeSpan From, Condition Condition)> Changes => _changes;

    /// <summary>How often it was started again without anybody asking.</summary>
    public int Restarts { get; private set; }

    /// <summary>How many runs ended.</summary>
    public int Ends { get; private set; }

    /// <summary>How often it gave up or failed for good.</summary>
    public int GiveUps { get; private set; }

    /// <summary>How the last run ended; null when none has.</summary>
    public ExitCause? LastExit { get; private set; }

    /// <summary>How often it waited before a restart.</summary>
    public int Backoffs { get; private set; }

    /// <summary>The longest wait before a restart.</summary>
    public TimeSpan LongestBackoff { get; private set; }

    /// <summary>Bytes of output that no log has.</summary>
    public long LogBytesLost { get; internal set; }

    /// <summary>What it waits for at the end, in words; null when it does not wait.</summary>
    public string? Stall { get; internal set; }

    /// <summary>From wanted to ready, for each time it became ready.</summary>
    public IReadOnlyList<TimeSpan> TimesToReady => _timesToReady;

    /// <summary>What it is now.</summary>
    internal Condition Now => _changes[^1].Condition;

    /// <summary>Takes one change of its status.</summary>
    internal void Take(TimeSpan time, ContainerStatus before, ContainerStatus now)
    {
        Restarts = Math.Max(Restarts, now.Restarts);
        Condition condition = Of(now);
        if (now.State != before.State)
        {
            switch (now.State)
            {
                case ContainerState.Running when before.State == ContainerState.Starting:
                    _starts.Add(time);
                    break;
                case ContainerState.BackingOff:
                    Backoffs++;
                    LongestBackoff = TimeSpan.FromTicks(Math.Max(LongestBackoff.Ticks, (now.NextStart - now.Since)?.Ticks ?? 0));
                    break;
                case ContainerState.Failed:
                    GiveUps++;
                    break;
            }
        }

        if (condition != Condition.Rest && Now == Condition.Rest)
        {
            _wanted = time;
        }

        if (condition is Condition.Ready && !IsUp(Now) && _wanted is { } wanted)
        {
            _timesToReady.Add(time - wanted);
        }
        else if (!IsUp(condition) && IsUp(Now))
        {
            _wanted = time;
        }

        Turn(time, condition);
    }

    internal void Ended(ExitCause? cause)
    {
        Ends++;
        LastExit = cause ?? LastExit;
    }

    /// <summary>Its supervisor died, and it with it.</summary>
    internal void Crashed(TimeSpan time)
    {
        if (IsUp(Now))
        {
            _wanted = time;
        }

        Turn(time, Now == Condition.Rest ? Condition.Rest : Condition.Failed);
    }

    private void Turn(TimeSpan time, Condition condition)
    {
        if (condition == Now)
        {
            return;
        }

        if (_changes[^1].From == time)
        {
            _changes.RemoveAt(_changes.Count - 1);
        }

        if (_changes.Count == 0 || _changes[^1].Condition != condition)
        {
            _changes.Add((time, condition));
        }
    }

    /// <summary>The figures after so much time.</summary>
    public TrackFigures FiguresAt(TimeSpan end)
    {
        TimeSpan wanted = TimeSpan.Zero, ready = TimeSpan.Zero, outage = TimeSpan.Zero, longest = TimeSpan.Zero;
        bool wasReady = false;
        for (int i = 0; i < _changes.Count; i++)
        {
            TimeSpan length = (i + 1 < _changes.Count ? _changes[i + 1].From : end) - _changes[i].From;
            switch (_changes[i].Condition)
            {
                case Condition.Rest:
                    outage = TimeSpan.Zero;
                    continue;
                case Condition.Ready:
                    ready += length;
                    wasReady = true;
                    outage = TimeSpan.Zero;
                    break;
                default:
                    // Coming up for the first time is no outage; what never comes up is one.
                    outage += length;
                    longest = wasReady || i == _changes.Count - 1 ? Longer(longest, outage) : longest;
                    break;
            }

            wanted += length;
        }

        TimeSpan[] sorted = [.. _timesToReady.Order()];
        return new TrackFigures(
            wanted == TimeSpan.Zero ? null : ready / wanted, wanted, longest, MostStarts(),
            sorted.Length == 0 ? null : sorted[sorted.Length / 2], sorted.Length == 0 ? null : sorted[^1]);
    }

    private int MostStarts()
    {
        int most = 0;
        for (int first = 0, last = 0; last < _starts.Count; last++)
        {
            while (_starts[last] - _starts[first] >= s_flapWindow)
            {
                first++;
            }

            most = Math.Max(most, last - first + 1);
        }

        return most;
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static bool IsUp(Condition condition) => condition is Condition.Ready or Condition.Unhealthy;

    private static Condition Of(ContainerStatus status) => status.State switch
    {
        ContainerState.Waiting => Condition.Waiting,
        ContainerState.Preparing or ContainerState.Starting => Condition.Starting,
        ContainerState.Running when !status.Ready => Condition.Running,
        ContainerState.Running => status.Health == Health.Unhealthy ? Condition.Unhealthy : Condition.Ready,
        ContainerState.Stopping => Condition.Stopping,
        ContainerState.BackingOff => Condition.BackingOff,
        ContainerState.Failed => Condition.Failed,
        _ => Condition.Rest,
    };
}

/// <summary>The figures of one container over one simulation.</summary>
/// <param name="Availability">The share of the time it was wanted in which it was ready and not unhealthy, 0 to 1; null when it was never wanted.</param>
/// <param name="Wanted">How long it was wanted up.</param>
/// <param name="LongestOutage">The longest time in one piece in which it was wanted and not ready.</param>
/// <param name="MostStarts">The most starts within ten minutes.</param>
/// <param name="TimeToReady">From wanted to ready, the median; null when it never was.</param>
/// <param name="SlowestReady">The longest of them.</param>
public readonly record struct TrackFigures(
    double? Availability, TimeSpan Wanted, TimeSpan LongestOutage, int MostStarts, TimeSpan? TimeToReady, TimeSpan? SlowestReady);
