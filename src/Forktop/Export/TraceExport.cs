using System.Globalization;
using System.Text.Json;

namespace Helios.Forktop;

/// <summary>The Trace Event Format that Chrome's tracing page and Perfetto open: a track for each process, a slice for each program, arrows for forks.</summary>
internal static class TraceExport
{
    /// <summary>Writes everything that the tree knows.</summary>
    internal static void Write(Stream stream, ProcessTree tree, Timeline? timeline)
    {
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { SkipValidation = true });
        long start = tree.FirstTime;
        Dictionary<ProcessNode, List<Timeline.Change>> changes = [];
        foreach (Timeline.Change change in timeline?.Changes ?? [])
        {
            if (!changes.TryGetValue(change.Node, out List<Timeline.Change>? list))
            {
                changes[change.Node] = list = [];
            }

            list.Add(change);
        }

        json.WriteStartObject();
        json.WriteString("displayTimeUnit", "ms");
        json.WriteStartArray("traceEvents");
        int flow = 0;
        foreach (ProcessNode node in tree.All())
        {
            long end = node.EndTime != 0 ? node.EndTime : tree.LastTime;
            Name(json, node);
            List<Timeline.Change> own = changes.GetValueOrDefault(node) ?? [];
            long from = node.Key.Start;
            string name = node.Kind == StartKind.Attached || own.Count == 0 ? node.Name : "(" + (node.Parent?.Name ?? "start") + ")";
            ProgramImage? image = own.Count == 0 ? node.Image : null;
            foreach (Timeline.Change change in own)
            {
                Slice(json, node, name, image, from, change.Time, start);
                (from, name, image) = (change.Time, Path.GetFileName(change.Image.Path), change.Image);
            }

            Slice(json, node, name, image, from, end, start);
            if (node.Parent is { } parent)
            {
                flow++;
                Flow(json, "s", flow, parent, node.Key.Start - start);
                Flow(json, "f", flow, node, node.Key.Start - start);
            }

            json.Flush();
        }

        foreach (Timeline.Mark mark in timeline?.Marks ?? [])
        {
            json.WriteStartObject();
            json.WriteString("ph", "i");
            json.WriteString("s", "t");
            json.WriteString("name", mark.Text);
            json.WriteString("cat", mark.IsAlarm ? "alarm" : "event");
            Place(json, mark.Node, mark.Time - start);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Name(Utf8JsonWriter json, ProcessNode node)
    {
        json.WriteStartObject();
        json.WriteString("ph", "M");
        json.WriteString("name", "process_name");
        json.WriteNumber("pid", node.Key.Pid);
        json.WriteNumber("tid", node.Key.Pid);
        json.WriteStartObject("args");
        json.WriteString("name", string.Create(CultureInfo.InvariantCulture, $"{node.Name} {(node.InnerPid > 0 ? $"({node.InnerPid} inside)" : "")}").TrimEnd());
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Slice(Utf8JsonWriter json, ProcessNode node, string name, ProgramImage? image, long from, long to, long start)
    {
        json.WriteStartObject();
        json.WriteString("ph", "X");
        json.WriteString("name", name);
        json.WriteString("cat", "program");
        json.WriteNumber("dur", (to - from) / 1000.0);
        Place(json, node, from - start);
        json.WriteStartObject("args");
        if (image is not null)
        {
            json.WriteString("command", SafeText.CommandLine(image.Arguments));
            json.WriteString("directory", image.WorkingDirectory);
        }

        if (to == node.EndTime)
        {
            json.WriteString("end", EventText.End(node.Status));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Flow(Utf8JsonWriter json, string phase, int id, ProcessNode node, long time)
    {
        json.WriteStartObject();
        json.WriteString("ph", phase);
        json.WriteString("name", "fork");
        json.WriteString("cat", "fork");
        json.WriteNumber("id", id);
        if (phase == "f")
        {
            json.WriteString("bp", "e");
        }

        Place(json, node, time);
        json.WriteEndObject();
    }

    private static void Place(Utf8JsonWriter json, ProcessNode node, long time)
    {
        json.WriteNumber("ts", time / 1000.0);
        json.WriteNumber("pid", node.Key.Pid);
        json.WriteNumber("tid", node.Key.Pid);
    }
}
