using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Helios.Linux;

namespace Helios.Cli;

/// <summary>All findings about a host, for people and for programs.</summary>
/// <param name="Host">System, release and machine, as uname(2) tells them.</param>
/// <param name="Rows">The findings in the order they were made.</param>
internal sealed record DoctorReport(string Host, ImmutableArray<DoctorReport.Row> Rows)
{
    /// <summary>Whether nothing that a plain <c>helios run</c> needs is lacking.</summary>
    internal bool RunWorks => Rows.All(static row => row.Finding.Works || !row.NeededByRun);

    /// <summary>Tries every probe.</summary>
    internal static DoctorReport Make(string host, IEnumerable<Probe> probes)
        => new(host, [.. probes.Select(static probe => new Row(probe.Area, probe.Name, probe.NeededByRun, Attempt(probe)))]);

    /// <summary>The table with the fix below each lack.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(Host).Append('\n');
        int width = Rows.Length == 0 ? 0 : Rows.Max(static row => row.Name.Length);
        foreach (IGrouping<string, Row> area in Rows.GroupBy(static row => row.Area))
        {
            text.Append('\n').Append(area.Key).Append('\n');
            foreach (Row row in area)
            {
                text.Append(row.Finding.Works ? "  ok     " : "  lacks  ").Append(row.Name.PadRight(width)).Append("  ").Append(row.Finding.Detail).Append('\n');
                if (row.Finding.Fix is { } fix)
                {
                    text.Append(' ', 9 + width + 2).Append("fix: ").Append(fix).Append('\n');
                }
            }
        }

        IEnumerable<string> missing = Rows.Where(static row => row.NeededByRun && !row.Finding.Works).Select(static row => row.Name);
        return text.Append('\n').Append(RunWorks ? "helios run works here" : $"helios run does not work here: {string.Join(", ", missing)}").Append('\n').ToString();
    }

    /// <summary>The same as one JSON object with a line end.</summary>
    internal string ToJson()
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("host", Host);
            json.WriteBoolean("run-works", RunWorks);
            json.WriteStartArray("findings");
            foreach (Row row in Rows)
            {
                json.WriteStartObject();
                json.WriteString("area", row.Area);
                json.WriteString("name", row.Name);
                json.WriteBoolean("works", row.Finding.Works);
                json.WriteBoolean("needed-by-run", row.NeededByRun);
                json.WriteString("detail", row.Finding.Detail);
                if (row.Finding.Fix is { } fix)
                {
                    json.WriteString("fix", fix);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length) + "\n";
    }

    // A probe that breaks is a finding about the probe; the others still answer.
    private static Finding Attempt(Probe probe)
    {
        try
        {
            return probe.Try();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return Finding.Lacks(Reason.Of(error), "report this: the probe itself failed");
        }
    }

    /// <summary>One line of the table.</summary>
    internal sealed record Row(string Area, string Name, bool NeededByRun, Finding Finding);
}
