using Helios.Contracts;
using Helios.Fleets;

namespace Helios.Supervisor;

/// <summary>Decides what becomes of a container that a supervisor before this one left in a record. Pure.</summary>
internal static class ResumeRules
{
    /// <summary>Who asks for a start that a record asks for.</summary>
    internal const string By = "the start of heliosd";

    private const string Lost = "its daemon ended while it ran";

    /// <summary>Decides.</summary>
    /// <param name="record">What was remembered.</param>
    /// <param name="member">How it is looked after now; the fleet file may say something else than before.</param>
    /// <param name="wasStopped">Whether somebody stopped it and nobody started it since.</param>
    /// <param name="now">The time.</param>
    internal static Resumption Decide(ContainerRecord record, MemberSpec member, bool wasStopped, DateTimeOffset now)
    {
        bool wasUp = record.State is ContainerState.Preparing or ContainerState.Starting or ContainerState.Running or ContainerState.Paused or ContainerState.Stopping;
        RunRecord? interrupted = wasUp && record.Present is { } present ? present with { Ended = now, Cause = new ExitCause.Lost(Lost) } : null;
        if (record.Wish.Kind == WishKind.Gone || record.State == ContainerState.Removed)
        {
            return new Resumption(ContainerState.Removed, now) { Interrupted = interrupted, IsGone = true };
        }

        if (ComesBack(record, member, wasUp, wasStopped))
        {
            return record.State == ContainerState.BackingOff && record.BackOffUntil is { } until
                ? new Resumption(ContainerState.BackingOff, record.Since) { Detail = record.Detail, BackOffUntil = Sooner(until, now + member.Restart.MaxDelay), By = "restart policy" }
                : new Resumption(ContainerState.Waiting, now) { Interrupted = interrupted, By = By };
        }

        return wasUp
                ? new Resumption(ContainerState.Exited, now) { Interrupted = interrupted, Detail = Lost, IsGone = member.RemoveAfterExit }
            : record.State is ContainerState.Waiting or ContainerState.BackingOff
                ? new Resumption(ContainerState.Exited, now) { Detail = $"its daemon ended while it was {record.State.ToString().ToLowerInvariant()}" }
            : new Resumption(record.State, record.Since) { Detail = record.Detail };
    }

    private static bool ComesBack(ContainerRecord record, MemberSpec member, bool wasUp, bool wasStopped)
    {
        bool isWanted = record.Wish.Kind == WishKind.Up;
        bool everAsked = isWanted || record.Runs > 0;
        return member.Restart.Policy.Mode switch
        {
            RestartMode.Always => everAsked,
            RestartMode.UnlessStopped => everAsked && !wasStopped,
            RestartMode.OnFailure => isWanted && (wasUp || record.IsTakenDown || record.State is ContainerState.Waiting or ContainerState.BackingOff),

            // One that never ran has not had its run yet.
            _ => isWanted && record.Runs == 0 && (record.State == ContainerState.Waiting || record.IsTakenDown),
        };
    }

    private static DateTimeOffset Sooner(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
