using System.Globalization;
using System.Net;
using System.Text;
using Helios.Contracts;

namespace Helios.Simulation;

/// <summary>A simulation as one HTML page with a picture of its timeline; nothing else has to be loaded.</summary>
public static class ReportHtml
{
    private const int Width = 960;
    private const int RowHeight = 18;
    private const int LabelWidth = 200;

    /// <summary>The page.</summary>
    public static string Of(SimulationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        string title = WebUtility.HtmlEncode($"{result.Fleet}: {DurationText.Of(result.Length)}, seed {result.Seed}");
        StringBuilder page = new();
        page.Append(CultureInfo.InvariantCulture, $$"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>{{title}}</title>
            <style>
            body { font: 14px system-ui, sans-serif; margin: 2em; color: #222; background: #fff }
            table { border-collapse: collapse; margin: 1em 0 } td, th { padding: 2px 10px; text-align: right; border-bottom: 1px solid #ddd }
            td:first-child, th:first-child { text-align: left } svg text { font: 12px system-ui, sans-serif }
            .ready { fill: #3a9d5d } .running { fill: #a8d8b5 } .starting { fill: #7fb2e5 } .stopping { fill: #b9b9b9 } .unhealthy { fill: #e5a03a }
            .waiting { fill: #e8e0a0 } .backing-off { fill: #e37b5a } .failed { fill: #b8283a } .fault { stroke: #444; stroke-dasharray: 3 3 }
            </style></head><body>
            <h1>{{title}}</h1>

            """);
        AppendTable(page, result);
        AppendPicture(page, result);
        foreach (ContainerTrack track in result.Containers.Where(static track => track.Stall is not null))
        {
            page.Append(CultureInfo.InvariantCulture, $"<p>{WebUtility.HtmlEncode($"{track.Id} is not up: it {track.Stall}")}</p>\n");
        }

        return page.Append("</body></html>\n").ToString();
    }

    private static void AppendTable(StringBuilder page, SimulationResult result)
    {
        page.Append("<table><tr><th>name</th><th>available</th><th>restarts</th><th>longest outage</th><th>time to ready</th><th>give-ups</th></tr>\n");
        foreach (ContainerTrack track in result.Containers)
        {
            TrackFigures figures = track.FiguresAt(result.Length);
            page.Append(
                CultureInfo.InvariantCulture,
                $"<tr><td>{WebUtility.HtmlEncode(track.Id.ToString())}</td><td>{ReportText.Percent(figures.Availability)}</td><td>{track.Restarts}</td><td>{ReportText.Short(figures.LongestOutage)}</td><td>{ReportText.Short(figures.TimeToReady)}</td><td>{track.GiveUps}</td></tr>\n");
        }

        page.Append("</table>\n");
    }

    private static void AppendPicture(StringBuilder page, SimulationResult result)
    {
        int height = (result.Containers.Length * RowHeight) + 20;
        page.Append(CultureInfo.InvariantCulture, $"<svg width=\"{LabelWidth + Width + 10}\" height=\"{height}\" role=\"img\" aria-label=\"timeline\">\n");
        for (int row = 0; row < result.Containers.Length; row++)
        {
            ContainerTrack track = result.Containers[row];
            int y = row * RowHeight;
            page.Append(CultureInfo.InvariantCulture, $"<text x=\"0\" y=\"{y + 13}\">{WebUtility.HtmlEncode(track.Id.ToString())}</text>\n");

            // One cell a pixel, joined where neighbours are alike: the page stays small however much happened.
            Condition[] cells = Timeline.Cells(track, result.Length, Width);
            for (int from = 0; from < Width;)
            {
                int to = from + 1;
                while (to < Width && cells[to] == cells[from])
                {
                    to++;
                }

                if (cells[from] != Condition.Rest)
                {
                    page.Append(CultureInfo.InvariantCulture, $"<rect class=\"{Class(cells[from])}\" x=\"{LabelWidth + from}\" y=\"{y + 2}\" width=\"{to - from}\" height=\"{RowHeight - 4}\"><title>{Class(cells[from])}</title></rect>\n");
                }

                from = to;
            }
        }

        foreach ((TimeSpan time, string what) in result.Faults)
        {
            double x = LabelWidth + Math.Round(time / result.Length * Width);
            page.Append(CultureInfo.InvariantCulture, $"<line class=\"fault\" x1=\"{x}\" x2=\"{x}\" y1=\"0\" y2=\"{height - 20}\"><title>{WebUtility.HtmlEncode($"{DurationText.Of(time)}: {what}")}</title></line>\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"<text x=\"{LabelWidth}\" y=\"{height - 4}\">0</text><text x=\"{LabelWidth + Width}\" y=\"{height - 4}\" text-anchor=\"end\">{DurationText.Of(result.Length)}</text>\n</svg>\n");
    }

    private static string Class(Condition condition) => condition switch
    {
        Condition.BackingOff => "backing-off",
        _ => condition.ToString().ToLowerInvariant(),
    };
}
