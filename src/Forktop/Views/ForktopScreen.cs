using System.Globalization;
using Helios.Screens;

namespace Helios.Forktop;

/// <summary>Draws the screen: a function of the state.</summary>
internal static class ForktopScreen
{
    private const int PidWidth = 8;
    private const int StateWidth = 10;
    private const int TimeWidth = 8;
    private const int UserWidth = 7;
    private const int MarkWidth = 10;
    private const string NamespaceLetters = "umpnitcT";

    private static readonly CellStyle s_dim = CellStyle.Plain.With(CellAttributes.Dim);
    private static readonly CellStyle s_alarm = new(CellColour.Red, CellAttributes.Bold);

    /// <summary>The picture.</summary>
    internal static ScreenBuffer Draw(ScreenState state, KeyBindings keys, int columns, int rows)
    {
        ScreenBuffer screen = new(columns, rows);
        if (state.ShowsHelp)
        {
            DrawHelp(screen, keys);
            return screen;
        }

        if (state.Sheet is { } sheet)
        {
            DrawLines(screen, [.. sheet.SelectMany(line => line.Wrap(screen.Columns, 4))], 0, rows - 1, state);
            screen.Write(0, rows - 1, "any key goes back", s_dim);
            return screen;
        }

        DrawHeader(screen, state);
        int lower = state.Lower == LowerPane.None || rows < 10 ? 0 : Math.Max(6, (rows - 3) / 2);
        int treeRows = Math.Max(0, rows - 3 - lower);
        state.PageRows = Math.Max(1, treeRows - 1);
        DrawTree(screen, state, 1, treeRows + 1);
        if (lower > 0)
        {
            DrawLower(screen, state, treeRows + 2, lower);
        }

        DrawFooter(screen, state, keys);
        return screen;
    }

    private static void DrawHeader(ScreenBuffer screen, ScreenState state)
    {
        ProcessTree tree = state.Tree;
        TimeSpan time = TimeSpan.FromTicks(Math.Max(0, (state.IsOver ? tree.LastTime : state.Now) - tree.FirstTime) / 100);
        int column = screen.Write(0, 0, "forktop ", CellStyle.Plain.With(CellAttributes.Bold));
        column = screen.Write(column, 0, string.Create(CultureInfo.InvariantCulture, $"{state.Source}  {tree.Alive} of {tree.Started} alive  {tree.Execs} execs  "));
        column = screen.Write(column, 0, string.Create(CultureInfo.InvariantCulture, $"{tree.Failures} failed  "), tree.Failures > 0 ? CellColour.Yellow : CellStyle.Plain);
        column = screen.Write(column, 0, EventText.Duration(time) + "  ");
        foreach (string flag in Flags(state))
        {
            column = screen.Write(column, 0, flag, CellStyle.Plain.With(CellAttributes.Reverse)) + 1;
        }

        string heading = "PID".PadLeft(PidWidth - 1) + " PROCESS";
        int right = screen.Columns - StateWidth - TimeWidth - UserWidth - MarkWidth;
        screen.Write(0, 1, heading, s_dim);
        if (right > 30)
        {
            screen.Write(right, 1, "STATE".PadRight(StateWidth) + "TIME".PadRight(TimeWidth) + "UID".PadRight(UserWidth) + "RIGHTS", s_dim);
        }
    }

    private static IEnumerable<string> Flags(ScreenState state)
    {
        if (state.Paused)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"paused +{state.Waiting}");
        }

        if (state.Follow && !state.IsOver)
        {
            yield return "follow";
        }

        if (state.Filter.Length > 0)
        {
            yield return "filter " + state.Filter;
        }

        if (!state.ShowsFinished)
        {
            yield return "alive only";
        }

        if (state.Breakpoints.Count > 0)
        {
            yield return "break " + string.Join(' ', state.Breakpoints);
        }

        if (state.IsOver)
        {
            yield return "ended";
        }
    }

    private static void DrawTree(ScreenBuffer screen, ScreenState state, int first, int room)
    {
        int rows = room - 1;
        if (rows <= 0)
        {
            return;
        }

        int chosen = state.ChosenIndex;
        state.Top = Math.Clamp(state.Top, Math.Max(0, chosen - rows + 1), Math.Max(0, chosen));
        state.Top = Math.Clamp(state.Top, 0, Math.Max(0, state.Rows.Count - rows));
        for (int i = 0; i < rows && state.Top + i < state.Rows.Count; i++)
        {
            TreeRow row = state.Rows[state.Top + i];
            DrawRow(screen, state, row, first + 1 + i);
            if (row.Node == state.Chosen)
            {
                screen.Style(0, first + 1 + i, screen.Columns, static style => style.With(CellAttributes.Reverse));
            }
        }
    }

    private static void DrawRow(ScreenBuffer screen, ScreenState state, TreeRow row, int y)
    {
        ProcessNode node = row.Node;
        bool ended = node.EndTime != 0;
        CellStyle style = ended ? s_dim : CellStyle.Plain;
        int right = screen.Columns - StateWidth - TimeWidth - UserWidth - MarkWidth;
        bool wide = right > 30;
        int end = wide ? right - 1 : screen.Columns;
        screen.Write(0, y, node.Key.Pid.ToString(CultureInfo.InvariantCulture).PadLeft(PidWidth - 1), style);
        int column = screen.Write(PidWidth, y, row.Lines, s_dim, end - PidWidth);
        if (node.IsCollapsed)
        {
            column = screen.Write(column, y, "[+] ", CellColour.Yellow, Math.Max(0, end - column));
        }

        CellStyle name = node.Alarms.Count > 0 ? s_alarm : style.With(ended ? CellAttributes.None : CellAttributes.Bold);
        column = screen.Write(column, y, (node.Alarms.Count > 0 ? "! " : "") + node.Name, name, Math.Max(0, end - column));
        string rest = (node.InnerPid > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({node.InnerPid} inside)") : "")
            + (node.Container is { } container && (node.Parent?.Container != container) ? $" [{container}]" : "")
            + (node.MoreThreads > 0 ? string.Create(CultureInfo.InvariantCulture, $" {{{node.MoreThreads + 1} threads}}") : "")
            + (node.HasExecuted && node.Image is { Arguments.Length: > 1 } image ? " " + SafeText.CommandLine(image.Arguments.Skip(1).Take(32)) : "");
        screen.Write(column, y, rest, style, Math.Max(0, end - column));
        if (!wide)
        {
            return;
        }

        screen.Write(right, y, DetailsView.StateOf(node), StateStyle(node, style), StateWidth - 1);
        screen.Write(right + StateWidth, y, EventText.Duration(node.Age(state.Now)), style, TimeWidth - 1);
        if (node.Permissions is { } permissions)
        {
            screen.Write(right + StateWidth + TimeWidth, y, permissions.Credentials.UserIds[1].ToString(CultureInfo.InvariantCulture), style, UserWidth - 1);
            DrawMarks(screen, state, node, permissions, right + StateWidth + TimeWidth + UserWidth, y);
        }
    }

    // What differs from the parent as one mark, and a letter for each namespace that is not the host's.
    private static void DrawMarks(ScreenBuffer screen, ScreenState state, ProcessNode node, ProcessPermissions permissions, int column, int y)
    {
        if (node.Parent?.Permissions is { } parent && !ReferenceEquals(parent, permissions))
        {
            PermissionChange[] changes = [.. PermissionComparison.Compare(parent, permissions, state.Tree.Host)];
            if (changes.Any(static change => change.Direction == ChangeDirection.Gain))
            {
                column = screen.Write(column, y, "+", DetailsView.StyleOf(ChangeDirection.Gain));
            }

            if (changes.Any(static change => change.Direction == ChangeDirection.Loss))
            {
                column = screen.Write(column, y, "-", DetailsView.StyleOf(ChangeDirection.Loss));
            }
        }

        if (state.Tree.Host is not { } host)
        {
            return;
        }

        for (int i = 0; i < NamespaceLetters.Length; i++)
        {
            if (permissions.Namespaces.At(i) != host.Namespaces.At(i) && permissions.Namespaces.At(i) != 0)
            {
                column = screen.Write(column, y, NamespaceLetters[i].ToString(), CellColour.Green);
            }
        }
    }

    private static CellStyle StateStyle(ProcessNode node, CellStyle style) => node.State switch
    {
        NodeState.Held or NodeState.Stopped => CellColour.Yellow,
        NodeState.Ended when node.Status is { Code: not 0 } => CellColour.Red,
        NodeState.Running => CellColour.Green,
        _ => style,
    };

    private static void DrawLower(ScreenBuffer screen, ScreenState state, int first, int room)
    {
        screen.Fill(0, first, screen.Columns, '─', s_dim);
        List<StyledLine> lines;
        if (state.Lower == LowerPane.Log)
        {
            screen.Write(2, first, " Events ", CellStyle.Plain.With(CellAttributes.Bold));
            lines = [.. state.Log.TakeLast(1000).Select(entry => DetailsView.Entry(state, entry, named: true)).SelectMany(line => line.Wrap(screen.Columns, 10))];

            // The newest stand below; scrolling goes back from there.
            int end = Math.Max(Math.Min(lines.Count, room - 1), lines.Count - state.Scroll);
            state.Scroll = lines.Count - end;
            lines = [.. lines.Take(end).TakeLast(room - 1)];
            DrawLines(screen, lines, first + 1, room - 1, scroll: 0);
            return;
        }

        int column = 2;
        for (int i = 0; i < ScreenState.Tabs.Length; i++)
        {
            column = screen.Write(column, first, $" {ScreenState.Tabs[i]} ", i == state.Tab ? CellStyle.Plain.With(CellAttributes.Reverse) : s_dim) + 1;
        }

        if (state.Chosen is { } node)
        {
            lines = [.. DetailsView.Lines(state, node, state.Tab).SelectMany(line => line.Wrap(screen.Columns, 14))];
            DrawLines(screen, lines, first + 1, room - 1, state);
        }
    }

    private static void DrawLines(ScreenBuffer screen, List<StyledLine> lines, int first, int room, ScreenState state)
    {
        state.Scroll = Math.Clamp(state.Scroll, 0, Math.Max(0, lines.Count - room));
        DrawLines(screen, lines, first, room, state.Scroll);
        if (lines.Count - state.Scroll > room)
        {
            string more = string.Create(CultureInfo.InvariantCulture, $" {lines.Count - state.Scroll - room} more ");
            screen.Write(Math.Max(0, screen.Columns - more.Length), first + room - 1, more, CellStyle.Plain.With(CellAttributes.Reverse));
        }
    }

    private static void DrawLines(ScreenBuffer screen, List<StyledLine> lines, int first, int room, int scroll)
    {
        for (int i = 0; i < room && scroll + i < lines.Count; i++)
        {
            lines[scroll + i].Draw(screen, 0, first + i, screen.Columns);
        }
    }

    private static void DrawFooter(ScreenBuffer screen, ScreenState state, KeyBindings keys)
    {
        int row = screen.Rows - 1;
        if (state.Prompt is { } prompt)
        {
            int column = screen.Write(0, row, prompt.Label, CellStyle.Plain.With(CellAttributes.Bold));
            column = screen.Write(column, row, prompt.Text);
            screen.Write(column, row, " ", CellStyle.Plain.With(CellAttributes.Reverse));
        }
        else if (state.Message.Length > 0)
        {
            screen.Write(0, row, state.Message, CellColour.Yellow);
        }
        else if (state.Tree.SourceNote is { } note)
        {
            screen.Write(0, row, note, CellColour.Yellow);
        }
        else
        {
            screen.Write(0, row, Hints(keys), s_dim);
        }
    }

    private static string Hints(KeyBindings keys)
    {
        (ScreenAction Action, string Word)[] hints =
        [
            (ScreenAction.Help, "help"), (ScreenAction.Details, "details"), (ScreenAction.Log, "events"), (ScreenAction.Search, "search"), (ScreenAction.Filter, "filter"),
            (ScreenAction.Join, "shell"), (ScreenAction.Probe, "probe"), (ScreenAction.Quit, "quit"),
        ];
        return string.Join("  ", hints.Select(hint => $"{keys.KeyOf(hint.Action)} {hint.Word}"));
    }

    private static void DrawHelp(ScreenBuffer screen, KeyBindings keys)
    {
        screen.Write(0, 0, "forktop: keys", CellStyle.Plain.With(CellAttributes.Bold));
        (string Keys, string Help)[] all = [.. keys.Help];
        int room = Math.Max(1, screen.Rows - 3);
        int width = Math.Max(20, screen.Columns / Math.Max(1, (all.Length + room - 1) / room));
        for (int i = 0; i < all.Length; i++)
        {
            int column = i / room * width;
            int row = 1 + (i % room);
            screen.Write(column, row, all[i].Keys, CellColour.Cyan, 10);
            screen.Write(column + 11, row, all[i].Help, CellStyle.Plain, width - 11);
        }

        screen.Write(0, screen.Rows - 1, "RIGHTS: + more than the parent, - less, letters: namespaces not the host's", s_dim);
    }
}
