using System.Collections.Immutable;
using Helios.Backends.Simulated;

namespace Helios.Simulation;

/// <summary>The times of some containers that a journal has, for <c>empirical(journal = FILE)</c>.</summary>
/// <param name="folder">Where a relative path begins.</param>
/// <param name="pattern">A container's name, or the begin of one and a <c>*</c>.</param>
internal sealed class RecordedTimes(string folder, string pattern)
{
    internal ImmutableArray<TimeSpan> StartTimes(string path) => Of(path, "that was started", static run => run.StartTime);

    internal ImmutableArray<TimeSpan> TimesToReady(string path) => Of(path, "that became ready", static run => run.ReadyAfter);

    internal ImmutableArray<TimeSpan> Lifetimes(string path)
        => Of(path, "that ended by itself", static run => run.Kind is JournalEnd.Exited or JournalEnd.Signaled or JournalEnd.OutOfMemory ? run.Lifetime : null);

    private ImmutableArray<TimeSpan> Of(string path, string which, Func<JournalRun, TimeSpan?> what)
    {
        string full = Path.Combine(folder, path.Trim('"'));
        ImmutableArray<TimeSpan> times = [.. Journal.Read(full).Where(run => SimulationScript.Fits(pattern, run.Container)).Select(what).OfType<TimeSpan>()];
        return !times.IsEmpty ? times : throw new FormatException($"{full} has no run of {pattern} {which}");
    }
}
