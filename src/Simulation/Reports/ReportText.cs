using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Helios.Contracts;

namespace Helios.Simulation;

/// <summary>A simulation as text: a table of containers, groups, what went wrong, and a timeline.</summary>
public static class ReportText
{
    private const int TimelineCells = 60;

    /// <summary>The whole report; ends with a line feed.</summary>
    public static string Of(SimulationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{result.Fleet}: {DurationText.Of(result.Length)} with seed {result.Seed}, {result.Messages} messages, trace {result.TraceHash:x16}\n\n");
        AppendTable(text, result);
        AppendGroups(text, result);
        foreach ((TimeSpan time, string what) in result.Faults)
        {
            text.Append(CultureInfo.InvariantCulture, $"{DurationText.Of(time),10}  {what}\n");
        }

        text.Append(result.Faults.IsEmpty ? "" : "\n");
        foreach (ContainerTrack track in result.Containers.Where(static track => track.Stall is not null))
        {
            text.Append(CultureInfo.InvariantCulture, $"{track.Id} is not up: it {track.Stall}\n");
        }

        AppendTimeline(text, result);
        return text.ToString();
    }

    /// <summary>Several seeds: the best, the mean and the worst of each container, and the seed of the worst run.</summary>
    public static string OfMany(ImmutableArray<SimulationResult> results)
    {
        StringBuilder text = new();
        SimulationResult worst = Worst(results);
        text.Append(CultureInfo.InvariantCulture, $"{worst.Fleet}: {results.Length} runs of {DurationText.Of(worst.Length)}, seeds {results[0].Seed} to {results[^1].Seed}\n\n");
        List<string[]> rows = [["NAME", "AVAILABLE", "WORST", "SEED", "RESTARTS", "MOST", "GIVE-UPS"]];
        for (int i = 0; i < worst.Containers.Length; i++)
        {
            ContainerTrack[] tracks = [.. results.Select(result => result.Containers[i])];
            double?[] available = [.. results.Select((result, run) => tracks[run].FiguresAt(result.Length).Availability)];
            int low = Enumerable.Range(0, available.Length).MinBy(run => available[run] ?? 2);
            rows.Add(
            [
                tracks[0].Id.ToString(), Percent(available.Average()), Percent(available[low]), Text(results[low].Seed),
                string.Create(CultureInfo.InvariantCulture, $"{tracks.Average(static track => track.Restarts):0.#}"), Text(tracks.Max(static track => track.Restarts)),
                Text(tracks.Sum(static track => track.GiveUps)),
            ]);
        }

        AppendRows(text, rows);
        return text.Append(CultureInfo.InvariantCulture, $"\nworst: seed {worst.Seed}, {Percent(worst.Availability)} available\n").ToString();
    }

    /// <summary>The run with the least availability; of several the one with the smallest seed.</summary>
    public static SimulationResult Worst(ImmutableArray<SimulationResult> results) => results.MinBy(static result => result.Availability ?? 2)!;

    internal static string Percent(double? share)
        => share is { } one ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(one * 100_000) / 1000:0.000}%") : "-";

    /// <summary>A duration with three digits at most: nobody plans by the microsecond.</summary>
    internal static string Short(TimeSpan? span) => span switch
    {
        null => "-",
        { TotalSeconds: < 1 } small => DurationText.Of(TimeSpan.FromMilliseconds(Math.Round(small.TotalMilliseconds))),
        { TotalMinutes: < 1 } seconds => DurationText.Of(TimeSpan.FromMilliseconds(Math.Round(seconds.TotalMilliseconds / 100) * 100)),
        { } longer => DurationText.Of(TimeSpan.FromSeconds(Math.Round(longer.TotalSeconds))),
    };

    private static void AppendTable(StringBuilder text, SimulationResult result)
    {
        List<string[]> rows = [["NAME", "AVAILABLE", "RESTARTS", "OUTAGE", "READY", "SLOWEST", "STARTS/10m", "BACKOFF", "GIVE-UPS", "LOG-LOST", "LAST EXIT"]];
        foreach (ContainerTrack track in result.Containers)
        {
            TrackFigures figures = track.FiguresAt(result.Length);
            rows.Add(
            [
                track.Id.ToString(), Percent(figures.Availability), Text(track.Restarts), Short(figures.LongestOutage), Short(figures.TimeToReady),
                Short(figures.SlowestReady), Text(figures.MostStarts), Short(track.LongestBackoff), Text(track.GiveUps), Text(track.LogBytesLost),
                track.LastExit?.ToString() ?? "-",
            ]);
        }

        AppendRows(text, rows);
        text.Append('\n');
    }

    private static void AppendGroups(StringBuilder text, SimulationResult result)
    {
        List<string[]> rows = [["GROUP", "AVAILABLE", "WORST", "RESTARTS", "GROUP-RESTARTS", "GIVE-UPS"]];
        foreach (GroupTrack group in result.Groups)
        {
            ContainerTrack[] members = [.. result.Containers.Where(track => track.Member.Group == group.Name)];
            double?[] available = [.. members.Select(track => track.FiguresAt(result.Length).Availability).Where(static one => one is not null)];
            rows.Add(
            [
                group.Name, Percent(available.Average()), Percent(available.Min()), Text(members.Sum(static track => track.Restarts)), Text(group.Restarts), Text(group.GiveUps),
            ]);
        }

        AppendRows(text, rows);
        text.Append('\n');
    }

    private static void AppendTimeline(StringBuilder text, SimulationResult result)
    {
        int width = result.Containers.Length == 0 ? 0 : result.Containers.Max(static track => track.Id.ToString().Length);
        foreach (ContainerTrack track in result.Containers)
        {
            text.Append(track.Id.ToString().PadRight(width)).Append(" |");
            foreach (Condition condition in Timeline.Cells(track, result.Length, TimelineCells))
            {
                text.Append(Timeline.Letter(condition));
            }

            text.Append("|\n");
        }

        text.Append(' ', width).Append(" 0").Append(DurationText.Of(result.Length).PadLeft(TimelineCells)).Append('\n');
        text.Append("# ready  + running  ^ starting  v stopping  ! unhealthy  . waiting  ~ backing off  x failed  (the worst within each place)\n");
    }

    private static void AppendRows(StringBuilder text, List<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            string line = string.Join("  ", row.Select((cell, column) => column == 0 || column == row.Length - 1 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])));
            text.Append(line.TrimEnd()).Append('\n');
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
