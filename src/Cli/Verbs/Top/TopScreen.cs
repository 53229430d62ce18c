using System.Globalization;
using System.Text;
using Helios.Control;
using Helios.Screens;

namespace Helios.Cli;

/// <summary>Draws the screen of <c>helios top</c> as lines of exactly the window's width, so that nothing wraps and nothing old is left.</summary>
internal static class TopScreen
{
    private const string Keys = "up/down choose  l logs  e shell  s stop  S start  r restart  p pause  k kill  q quit";
    private const int HeadLines = 2;
    private const int FootLines = 2;

    /// <summary>The lines, as many as the window has rows, without escape sequences.</summary>
    /// <param name="model">What to show.</param>
    /// <param name="columns">Width of the window.</param>
    /// <param name="rows">Height of the window.</param>
    /// <param name="chosenRow">The row of the chosen container; -1 when there is none.</param>
    internal static string[] Lines(TopModel model, int columns, int rows, out int chosenRow)
    {
        List<string> lines = [];
        int up = model.Containers.Count(static line => line.IsUp);
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"helios top  {model.Now.ToLocalTime():HH:mm:ss}  {up} of {model.Containers.Length} up"));
        lines.Add(Row("NAME", "STATE", "CPU", "MEMORY", "TASKS", "RESTARTS", "STATUS"));
        int room = Math.Max(0, rows - HeadLines - FootLines);
        int table = Math.Min(model.Containers.Length, room < 8 ? room : Math.Max(room / 2, room - model.Log.Length - 1));
        int first = Math.Clamp(model.Index - (table / 2), 0, Math.Max(0, model.Containers.Length - table));
        chosenRow = model.Containers.IsEmpty || table == 0 ? -1 : HeadLines + model.Index - first;
        for (int i = first; i < first + table; i++)
        {
            lines.Add(Row(model, model.Containers[i]));
        }

        int log = room - table - 1;
        if (log > 0 && model.Chosen is { } chosen)
        {
            lines.Add($"── {chosen} ".PadRight(columns, '─'));
            lines.AddRange(model.Log.TakeLast(log));
        }

        while (lines.Count < rows - FootLines)
        {
            lines.Add("");
        }

        lines.Add(model.Message);
        lines.Add(Keys);
        return [.. lines.Take(rows).Select(line => Fit(line, columns))];
    }

    /// <summary>The picture of it.</summary>
    internal static ScreenBuffer Draw(TopModel model, int columns, int rows)
    {
        string[] lines = Lines(model, columns, rows, out int chosen);
        ScreenBuffer picture = new(columns, rows);
        for (int i = 0; i < lines.Length; i++)
        {
            CellAttributes attributes = i == chosen ? CellAttributes.Reverse : i == 1 || i == lines.Length - 1 ? CellAttributes.Dim : CellAttributes.None;
            picture.Write(0, i, lines[i], CellStyle.Plain.With(attributes));
        }

        return picture;
    }

    private static string Row(TopModel model, ContainerLine line)
    {
        FiguresLine? figures = model.Figures.GetValueOrDefault(line.Name);
        double? percent = figures is null ? null : StatsVerb.CpuPercent(figures, model.Before.GetValueOrDefault(line.Name));
        return Row(
            line.Name,
            line.State,
            percent is { } share ? string.Create(CultureInfo.InvariantCulture, $"{share:0.0}%") : "-",
            StatsVerb.Size(figures?.Memory),
            figures?.Tasks?.ToString(CultureInfo.InvariantCulture) ?? "-",
            line.Restarts.ToString(CultureInfo.InvariantCulture),
            ContainerRows.Status(line, model.Now));
    }

    private static string Row(string name, string state, string cpu, string memory, string tasks, string restarts, string status)
        => $"{Fit(name, 20)} {Fit(state, 12)} {cpu,7} {memory,11} {tasks,6} {restarts,8}  {status}";

    // Control characters of a container's output must not reach the terminal: they could move the cursor or worse.
    private static string Fit(string text, int width)
    {
        StringBuilder fitted = new(width);
        foreach (char c in text)
        {
            if (fitted.Length == width)
            {
                break;
            }

            fitted.Append(c == '\t' ? ' ' : char.IsControl(c) ? '·' : c);
        }

        return fitted.ToString().PadRight(width);
    }
}
