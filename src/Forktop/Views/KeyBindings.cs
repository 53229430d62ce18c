namespace Helios.Forktop;

/// <summary>Which key does what: the defaults, and what the user's file says instead.</summary>
internal sealed class KeyBindings
{
    private static readonly Row[] s_rows =
    [
        new(ScreenAction.Up, "up", "up k", "choose the process above"),
        new(ScreenAction.Down, "down", "down j", "choose the process below"),
        new(ScreenAction.PageUp, "page-up", "pageup", "a page up"),
        new(ScreenAction.PageDown, "page-down", "pagedown", "a page down"),
        new(ScreenAction.First, "first", "home g", "the first process"),
        new(ScreenAction.Last, "last", "end G", "the last process"),
        new(ScreenAction.Collapse, "collapse", "left h -", "hide below, or go to parent"),
        new(ScreenAction.Expand, "expand", "right l +", "show what is below"),
        new(ScreenAction.CollapseAll, "collapse-all", "*", "collapse or expand all"),
        new(ScreenAction.Parent, "parent", "u", "go to the parent"),
        new(ScreenAction.Details, "details", "enter v", "open or close details"),
        new(ScreenAction.NextTab, "next-tab", "tab", "next tab of the details"),
        new(ScreenAction.PreviousTab, "previous-tab", "shift-tab", "previous tab"),
        new(ScreenAction.ScrollUp, "scroll-up", "[", "scroll details up"),
        new(ScreenAction.ScrollDown, "scroll-down", "]", "scroll details down"),
        new(ScreenAction.Log, "log", "e", "open or close the event log"),
        new(ScreenAction.Search, "search", "/", "search names and commands"),
        new(ScreenAction.NextMatch, "next-match", "n", "next match"),
        new(ScreenAction.PreviousMatch, "previous-match", "N", "previous match"),
        new(ScreenAction.Filter, "filter", "\\ &", "show only what matches"),
        new(ScreenAction.Follow, "follow", "f", "keep to the newest process"),
        new(ScreenAction.Pause, "pause", "space", "freeze; nothing is lost"),
        new(ScreenAction.Sort, "sort", "o", "sort: start time name memory"),
        new(ScreenAction.Finished, "finished", "F", "show or hide finished"),
        new(ScreenAction.Break, "break", "b", "hold execs of a pattern"),
        new(ScreenAction.Release, "release", "c", "let a held process go on"),
        new(ScreenAction.Debugger, "debugger", "d", "hand a held one to gdb"),
        new(ScreenAction.Kill, "kill", "K", "kill the process"),
        new(ScreenAction.Terminal, "terminal", "t", "its terminal; Ctrl-] returns"),
        new(ScreenAction.Join, "join", "s", "shell beside it, its rights"),
        new(ScreenAction.Inject, "inject", "S", "shell started by it itself"),
        new(ScreenAction.Probe, "probe", "p", "try out what it may do"),
        new(ScreenAction.Copy, "copy", "y", "copy the command line"),
        new(ScreenAction.Help, "help", "? f1", "this help"),
        new(ScreenAction.Repaint, "repaint", "ctrl-l", "draw everything again"),
        new(ScreenAction.Quit, "quit", "q ctrl-c", "leave"),
    ];

    private readonly Dictionary<string, ScreenAction> _actions = new(StringComparer.Ordinal);

    /// <summary>The defaults.</summary>
    internal KeyBindings()
    {
        foreach (Row row in s_rows)
        {
            foreach (string key in row.Keys.Split(' '))
            {
                _actions.Add(key, row.Action);
            }
        }
    }

    /// <summary>The actions in the order of the help: their keys and what they do.</summary>
    internal IEnumerable<(string Keys, string Help)> Help
        => s_rows.Select(row => (string.Join(' ', _actions.Where(entry => entry.Value == row.Action).Select(static entry => entry.Key)), row.Help));

    /// <summary>What a key does.</summary>
    internal ScreenAction Of(string key) => _actions.GetValueOrDefault(key);

    /// <summary>The first key of an action.</summary>
    internal string KeyOf(ScreenAction action) => _actions.FirstOrDefault(entry => entry.Value == action).Key ?? "";

    /// <summary>Reads the lines <c>action = key key ...</c>; an action that is named loses its default keys. Lines that begin with # say nothing.</summary>
    /// <exception cref="ForktopException">A line that is none, an action that does not exist, or a key that does two things.</exception>
    internal static KeyBindings Parse(string name, IEnumerable<string> lines)
    {
        KeyBindings bindings = new();
        Dictionary<string, int> given = [];
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            string text = line.Trim();
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            int equals = text.IndexOf('=', 1);
            string action = equals < 0 ? text : text[..equals].Trim();
            Row row = Array.Find(s_rows, row => row.Name == action);
            if (equals < 0 || row.Name is null)
            {
                throw new ForktopException($"{name}:{number}: {(equals < 0 ? $"'{text}' is not of the form action = keys" : $"'{action}' is not an action; the help ({string.Join(", ", s_rows.Select(static row => row.Name))}) lists them")}");
            }

            foreach (string key in bindings._actions.Where(entry => entry.Value == row.Action).Select(static entry => entry.Key).ToArray())
            {
                bindings._actions.Remove(key);
            }

            foreach (string key in text[(equals + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (!given.TryAdd(key, number))
                {
                    throw new ForktopException($"{name}:{number}: key '{key}' is taken by line {given[key]}");
                }

                bindings._actions[key] = row.Action;
            }
        }

        return bindings;
    }

    private readonly record struct Row(ScreenAction Action, string Name, string Keys, string Help);
}
