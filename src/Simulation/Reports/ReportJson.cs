using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Helios.Simulation;

/// <summary>Simulations as one JSON document, for programs.</summary>
public static class ReportJson
{
    /// <summary>An object with the runs; ends with a line feed. Durations are seconds, availabilities shares from 0 to 1.</summary>
    public static string Of(ImmutableArray<SimulationResult> results)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter writer = new(bytes, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("fleet", results[0].Fleet);
            writer.WriteNumber("seconds", results[0].Length.TotalSeconds);
            writer.WriteStartArray("runs");
            foreach (SimulationResult result in results)
            {
                Write(writer, result);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length) + "\n";
    }

    private static void Write(Utf8JsonWriter writer, SimulationResult result)
    {
        writer.WriteStartObject();
        writer.WriteNumber("seed", result.Seed);
        writer.WriteNumber("messages", result.Messages);
        writer.WriteString("trace", FormattableString.Invariant($"{result.TraceHash:x16}"));
        writer.WriteStartArray("containers");
        foreach (ContainerTrack track in result.Containers)
        {
            TrackFigures figures = track.FiguresAt(result.Length);
            writer.WriteStartObject();
            writer.WriteString("name", track.Id.ToString());
            writer.WriteString("group", track.Member.Group);
            Write(writer, "availability", figures.Availability);
            writer.WriteNumber("restarts", track.Restarts);
            writer.WriteNumber("longest-outage", figures.LongestOutage.TotalSeconds);
            Write(writer, "time-to-ready", figures.TimeToReady?.TotalSeconds);
            Write(writer, "slowest-ready", figures.SlowestReady?.TotalSeconds);
            writer.WriteNumber("starts-in-10m", figures.MostStarts);
            writer.WriteNumber("backoffs", track.Backoffs);
            writer.WriteNumber("longest-backoff", track.LongestBackoff.TotalSeconds);
            writer.WriteNumber("give-ups", track.GiveUps);
            writer.WriteNumber("log-lost", track.LogBytesLost);
            writer.WriteString("last-exit", track.LastExit?.ToString());
            writer.WriteString("stall", track.Stall);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("groups");
        foreach (GroupTrack group in result.Groups)
        {
            writer.WriteStartObject();
            writer.WriteString("name", group.Name);
            writer.WriteNumber("group-restarts", group.Restarts);
            writer.WriteNumber("give-ups", group.GiveUps);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("faults");
        foreach ((TimeSpan time, string what) in result.Faults)
        {
            writer.WriteStartObject();
            writer.WriteNumber("at", time.TotalSeconds);
            writer.WriteString("what", what);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
