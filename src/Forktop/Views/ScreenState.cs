namespace Helios.Forktop;

/// <summary>What the screen shows, beside the tree: a value that drawing reads and keys change.</summary>
internal sealed class ScreenState(ProcessTree tree)
{
    /// <summary>The tabs of the details.</summary>
    internal static readonly string[] Tabs = ["Info", "Permissions", "Environment", "Files", "Events", "Output"];

    private const int MostLog = 10_000;

    private readonly Queue<LogEntry> _log = new();

    /// <summary>The processes.</summary>
    internal ProcessTree Tree { get; } = tree;

    /// <summary>The rows of the tree as they are shown.</summary>
    internal List<TreeRow> Rows { get; private set; } = [];

    /// <summary>The process that keys act on.</summary>
    internal ProcessNode? Chosen { get; set; }

    /// <summary>The first row that is shown.</summary>
    internal int Top { get; set; }

    /// <summary>How many rows of the tree the last picture had.</summary>
    internal int PageRows { get; set; } = 10;

    /// <summary>What the lower part shows.</summary>
    internal LowerPane Lower { get; set; }

    /// <summary>The tab of the details.</summary>
    internal int Tab { get; set; }

    /// <summary>How far the lower part is scrolled.</summary>
    internal int Scroll { get; set; }

    /// <summary>Whether the newest process is chosen by itself.</summary>
    internal bool Follow { get; set; } = true;

    /// <summary>Whether the picture stands still.</summary>
    internal bool Paused { get; set; }

    /// <summary>How many events wait for the picture to go on.</summary>
    internal int Waiting { get; set; }

    /// <summary>The order of siblings.</summary>
    internal SortOrder Sort { get; set; }

    /// <summary>Whether finished processes are shown.</summary>
    internal bool ShowsFinished { get; set; } = true;

    /// <summary>What only is shown; empty for everything.</summary>
    internal string Filter { get; set; } = "";

    /// <summary>What was searched for last.</summary>
    internal string Search { get; set; } = "";

    /// <summary>The patterns of execs that are held.</summary>
    internal List<string> Breakpoints { get; } = [];

    /// <summary>A line that is being typed; null when none is.</summary>
    internal Prompt? Prompt { get; set; }

    /// <summary>What the last key did, or why it could not.</summary>
    internal string Message { get; set; } = "";

    /// <summary>Whether the help covers the rest.</summary>
    internal bool ShowsHelp { get; set; }

    /// <summary>Lines that cover the rest until a key, such as a probe's; null when there are none.</summary>
    internal IReadOnlyList<StyledLine>? Sheet { get; set; }

    /// <summary>The source's name.</summary>
    internal string Source { get; set; } = "";

    /// <summary>The time shown, on the clock of events.</summary>
    internal long Now { get; set; }

    /// <summary>Whether nothing more will come.</summary>
    internal bool IsOver { get; set; }

    /// <summary>The last events, oldest first.</summary>
    internal IReadOnlyCollection<LogEntry> Log => _log;

    /// <summary>What the program wrote last, one line each.</summary>
    internal Func<IReadOnlyList<string>> Output { get; set; } = static () => [];

    /// <summary>Notes an event for the log.</summary>
    internal void Note(TraceEvent happened, in Applied applied)
    {
        _log.Enqueue(new LogEntry(happened.Time, applied.Node, EventText.Of(happened, applied.Node), applied.Alarm));
        if (_log.Count > MostLog)
        {
            _log.Dequeue();
        }
    }

    /// <summary>Computes the rows anew, and keeps the choice where it is.</summary>
    internal void Refresh()
    {
        Rows = TreeRow.Flatten(Tree, Filter, ShowsFinished, Sort, Now);
        if (Follow && !Paused && Rows.Count > 0)
        {
            Chosen = Rows.MaxBy(static row => row.Node.Key.Start).Node;
        }

        if (Chosen is null || Rows.FindIndex(row => row.Node == Chosen) < 0)
        {
            ProcessNode? nearest = Chosen?.Parent;
            while (nearest is not null && Rows.FindIndex(row => row.Node == nearest) < 0)
            {
                nearest = nearest.Parent;
            }

            Chosen = nearest ?? (Rows.Count > 0 ? Rows[Math.Min(Top, Rows.Count - 1)].Node : null);
        }
    }

    /// <summary>The row of the choice; 0 when there is none.</summary>
    internal int ChosenIndex => Math.Max(0, Rows.FindIndex(row => row.Node == Chosen));

    /// <summary>Chooses the process so many rows on, stopping at the ends.</summary>
    internal void Move(int rows) => Choose(ChosenIndex + rows);

    /// <summary>Chooses the process of a row.</summary>
    internal void Choose(int row)
    {
        Follow = false;
        if (Rows.Count > 0)
        {
            Chosen = Rows[Math.Clamp(row, 0, Rows.Count - 1)].Node;
            Scroll = 0;
        }
    }

    /// <summary>Does what a key says, as far as it only changes what is shown.</summary>
    /// <returns>Whether that was all.</returns>
    internal bool Apply(ScreenAction action)
    {
        Message = "";
        switch (action)
        {
            case ScreenAction.Up:
                Move(-1);
                break;
            case ScreenAction.Down:
                Move(1);
                break;
            case ScreenAction.PageUp:
                Move(-PageRows);
                break;
            case ScreenAction.PageDown:
                Move(PageRows);
                break;
            case ScreenAction.First:
                Choose(0);
                break;
            case ScreenAction.Last:
                Choose(Rows.Count - 1);
                break;
            case ScreenAction.Collapse when Chosen is { IsCollapsed: false, Children.Count: > 0 } open:
                open.IsCollapsed = true;
                break;
            case ScreenAction.Collapse or ScreenAction.Parent when Chosen?.Parent is { } parent:
                Choose(Rows.FindIndex(row => row.Node == parent));
                break;
            case ScreenAction.Expand when Chosen is { IsCollapsed: true } closed:
                closed.IsCollapsed = false;
                break;
            case ScreenAction.CollapseAll:
                bool collapse = !Tree.Roots.SelectMany(static root => root.Children).Any(static node => node.IsCollapsed);
                foreach (ProcessNode node in Tree.Roots.SelectMany(static root => root.Children))
                {
                    node.IsCollapsed = collapse && node.Children.Count > 0;
                }

                break;
            case ScreenAction.Details:
                Lower = Lower == LowerPane.Details ? LowerPane.None : LowerPane.Details;
                Scroll = 0;
                break;
            case ScreenAction.NextTab or ScreenAction.PreviousTab:
                Tab = Lower == LowerPane.Details ? (Tab + (action == ScreenAction.NextTab ? 1 : Tabs.Length - 1)) % Tabs.Length : Tab;
                Lower = LowerPane.Details;
                Scroll = 0;
                break;
            case ScreenAction.ScrollUp:
                Scroll = Math.Max(0, Scroll - 3);
                break;
            case ScreenAction.ScrollDown:
                Scroll += 3;
                break;
            case ScreenAction.Log:
                Lower = Lower == LowerPane.Log ? LowerPane.None : LowerPane.Log;
                Scroll = 0;
                break;
            case ScreenAction.Search:
                Prompt = new Prompt(PromptKind.Search, "search: ");
                break;
            case ScreenAction.Filter:
                Prompt = new Prompt(PromptKind.Filter, "filter: ") { Text = Filter };
                break;
            case ScreenAction.Break:
                Prompt = new Prompt(PromptKind.Break, "hold execs of (name, /path* or ~text; empty clears): ") { Text = string.Join(' ', Breakpoints) };
                break;
            case ScreenAction.NextMatch:
                FindNext(1);
                break;
            case ScreenAction.PreviousMatch:
                FindNext(-1);
                break;
            case ScreenAction.Follow:
                Follow = !Follow;
                break;
            case ScreenAction.Sort:
                Sort = (SortOrder)(((int)Sort + 1) % 4);
                Message = "sorted by " + Sort.ToString().ToLowerInvariant();
                break;
            case ScreenAction.Finished:
                ShowsFinished = !ShowsFinished;
                break;
            case ScreenAction.Help:
                ShowsHelp = true;
                break;
            case ScreenAction.None or ScreenAction.Collapse or ScreenAction.Expand or ScreenAction.Parent:
                break;
            default:
                return false;
        }

        return true;
    }

    /// <summary>Goes to the next process that the search matches.</summary>
    internal void FindNext(int direction)
    {
        if (Search.Length == 0 || Rows.Count == 0)
        {
            return;
        }

        int start = ChosenIndex;
        for (int step = 1; step <= Rows.Count; step++)
        {
            int at = (((start + (direction * step)) % Rows.Count) + Rows.Count) % Rows.Count;
            if (TreeRow.Matches(Rows[at].Node, Search))
            {
                Choose(at);
                return;
            }
        }

        Message = $"nothing matches {Search}";
    }
}

/// <summary>What the lower part of the screen shows.</summary>
internal enum LowerPane
{
    None,
    Details,
    Log,
}

/// <summary>The order of siblings.</summary>
internal enum SortOrder
{
    Start,
    Duration,
    Name,
    Memory,
}

/// <summary>One line of the event log.</summary>
internal readonly record struct LogEntry(long Time, ProcessNode? Node, string Text, string? Alarm);

/// <summary>What is being typed for.</summary>
internal enum PromptKind
{
    Search,
    Filter,
    Break,
    Quit,
}

/// <summary>A line that is being typed.</summary>
internal sealed class Prompt(PromptKind kind, string label)
{
    internal PromptKind Kind { get; } = kind;

    internal string Label { get; } = label;

    internal string Text { get; set; } = "";
}
