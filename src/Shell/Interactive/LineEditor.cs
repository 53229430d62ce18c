using System.Globalization;
using System.Text;
using Helios.Linux;

namespace Helios.Shell;

/// <summary>Edits a line at a terminal.</summary>
/// <remarks>
/// The keys that send signals stay alive while a line is edited: so the interrupt key is a signal at any moment, and none can be swallowed as a
/// character between this mode and the one that commands run in.
/// </remarks>
internal sealed class LineEditor : LineSource
{
    private const string PastesBegin = "\x1b[?2004h";
    private const string PastesEnd = "\x1b[?2004l";
    private const int MostShown = 200;

    private readonly Executor _executor;
    private readonly JobTerminal _terminal;
    private readonly FileFd _input = FileFd.Borrow(0);
    private readonly KeyReader _keys;
    private readonly EditScreen _screen;
    private readonly Completer _completer;
    private readonly Highlighter _highlighter;
    private readonly bool _hasColours;
    private readonly EditBuffer _buffer = new();
    private string _prompt = "";
    private string _before = "";

    internal LineEditor(Executor executor, JobTerminal terminal)
    {
        (_executor, _terminal) = (executor, terminal);
        _keys = new KeyReader(executor, _input);
        _screen = new EditScreen(terminal.Descriptor);
        _completer = new Completer(executor.State, () => ContainerCommands.Names(executor));
        _highlighter = new Highlighter(IsCommand, name => executor.State.Aliases.GetValueOrDefault(name));
        _hasColours = string.IsNullOrEmpty(executor.State.Variables.Get("NO_COLOR"));
    }

    /// <inheritdoc/>
    internal override string? Read(string prompt, string before)
    {
        if (_terminal.ReadModes() is not { } modes)
        {
            return null;
        }

        (_prompt, _before) = (prompt, before);
        _buffer.Set("");
        modes.ForLineEditing().TryApply(_terminal.Descriptor);
        _screen.Write(PastesBegin);
        _screen.Begin();
        try
        {
            return Edit(modes);
        }
        catch (InterruptedException)
        {
            _buffer.Set(_buffer.Text);
            Draw();
            _screen.Write("^C\r\n");
            throw;
        }
        finally
        {
            modes.TryApply(_terminal.Descriptor);
            _screen.Write(PastesEnd);
        }
    }

    private string? Edit(TerminalSettings modes)
    {
        History history = _executor.Process.History!;
        int shown = history.Lines.Count;
        string draft = "";
        bool hasCompleted = false;
        Draw();
        while (true)
        {
            Key? key = _keys.Read(modes, Draw);
            bool completes = false;
            switch (key?.Kind)
            {
                case null:
                    _screen.Write("\r\n");
                    return null;
                case KeyKind.Enter:
                    _buffer.Set(_buffer.Text);
                    Draw();
                    _screen.Write("\r\n");
                    return _buffer.Text + "\n";
                case KeyKind.DeleteOrEnd when _buffer.Text.Length == 0:
                    _screen.Write("\r\n");
                    return null;
                case KeyKind.DeleteOrEnd:
                    _buffer.Delete();
                    break;
                case KeyKind.Up when shown > 0:
                    draft = shown == history.Lines.Count ? _buffer.Text : draft;
                    _buffer.Set(history.Lines[--shown]);
                    break;
                case KeyKind.Down when shown < history.Lines.Count:
                    shown++;
                    _buffer.Set(shown == history.Lines.Count ? draft : history.Lines[shown]);
                    break;
                case KeyKind.Search:
                    if (Search(history, modes) is { } accepted)
                    {
                        return accepted;
                    }

                    break;
                case KeyKind.Complete:
                    completes = true;
                    Complete(lists: hasCompleted);
                    break;
                case KeyKind.Redraw:
                    _screen.Write("\x1b[H\x1b[2J");
                    _screen.Begin();
                    break;
                default:
                    Apply(key.Value);
                    break;
            }

            hasCompleted = completes;
            // While more keys wait nobody sees what is drawn.
            if (!_keys.HasMore)
            {
                Draw();
            }
        }
    }

    private void Apply(Key key)
    {
        switch (key.Kind)
        {
            case KeyKind.Character or KeyKind.Paste:
                _buffer.Insert(key.Text);
                break;
            case KeyKind.Left:
                _buffer.Left();
                break;
            case KeyKind.Right:
                _buffer.Right();
                break;
            case KeyKind.WordLeft:
                _buffer.WordLeft();
                break;
            case KeyKind.WordRight:
                _buffer.WordRight();
                break;
            case KeyKind.Start:
                _buffer.Start();
                break;
            case KeyKind.End:
                _buffer.End();
                break;
            case KeyKind.Erase:
                _buffer.Erase();
                break;
            case KeyKind.Delete:
                _buffer.Delete();
                break;
            case KeyKind.EraseWord:
                _buffer.EraseWord();
                break;
            case KeyKind.DeleteWord:
                _buffer.DeleteWord();
                break;
            case KeyKind.EraseToStart:
                _buffer.EraseToStart();
                break;
            case KeyKind.DeleteToEnd:
                _buffer.DeleteToEnd();
                break;
            case KeyKind.PutBack:
                _buffer.PutBack();
                break;
        }
    }

    /// <summary>Looks for lines with a text in them, newest first. Null when editing goes on; otherwise the line to run.</summary>
    private string? Search(History history, TerminalSettings modes)
    {
        string original = _buffer.Text;
        string wanted = "";
        int at = history.Lines.Count;
        while (true)
        {
            int found = at;
            bool matches = wanted.Length > 0 && (found = FindBefore(history, wanted, Math.Min(at, history.Lines.Count - 1))) >= 0;
            string line = matches ? history.Lines[found] : wanted.Length == 0 ? original : "";
            _screen.Draw($"(search{(matches || wanted.Length == 0 ? "" : ", nothing found")}) {wanted}: ", line, line.Length, new TextStyle[line.Length]);
            Key? key = _keys.Read(modes, static () => { });
            switch (key?.Kind)
            {
                case KeyKind.Character or KeyKind.Paste:
                    wanted += key.Value.Text;
                    break;
                case KeyKind.Erase:
                    wanted = wanted.Length > 0 ? wanted[..^1] : wanted;
                    at = history.Lines.Count;
                    break;
                case KeyKind.Search:
                    at = matches ? found - 1 : at;
                    break;
                case KeyKind.Cancel:
                    _buffer.Set(original);
                    return null;
                case KeyKind.Enter:
                    _buffer.Set(line);
                    Draw();
                    _screen.Write("\r\n");
                    return line + "\n";
                case null:
                    return null;
                default:
                    _buffer.Set(line);
                    Apply(key.Value);
                    return null;
            }
        }
    }

    private static int FindBefore(History history, string wanted, int at)
    {
        while (at >= 0 && !history.Lines[at].Contains(wanted, StringComparison.Ordinal))
        {
            at--;
        }

        return at;
    }

    private void Complete(bool lists)
    {
        Completions completions = _completer.Complete(_buffer.Text, _buffer.Cursor);
        if (completions.Candidates.Count == 0)
        {
            _screen.Write("\a");
            return;
        }

        string common = Completer.CommonStart(completions.Candidates);
        if (common.Length > _buffer.Cursor - completions.Start)
        {
            _buffer.Replace(completions.Start, _buffer.Cursor, common);
        }
        else if (lists)
        {
            List(completions.Candidates);
        }
        else
        {
            _screen.Write("\a");
        }
    }

    private void List(IReadOnlyList<string> candidates)
    {
        string[] shown = [.. candidates.Take(MostShown).Select(static candidate => Printable(candidate.TrimEnd(' ')))];
        int width = shown.Max(static candidate => candidate.Length) + 2;
        int perRow = Math.Max(1, _screen.Columns() / width);
        StringBuilder text = new("\r\n");
        for (int i = 0; i < shown.Length; i++)
        {
            text.Append(shown[i].PadRight(width)).Append((i + 1) % perRow == 0 || i == shown.Length - 1 ? "\r\n" : "");
        }

        if (candidates.Count > MostShown)
        {
            text.Append(CultureInfo.InvariantCulture, $"and {candidates.Count - MostShown} more\r\n");
        }

        int cursor = _buffer.Cursor;
        _screen.Draw(_prompt, _buffer.Text, _buffer.Text.Length, new TextStyle[_buffer.Text.Length]);
        _screen.Write(text.ToString());
        _screen.Begin();
        _buffer.Replace(cursor, cursor, "");
    }

    // Names of files may hold anything, also what would move the cursor.
    private static string Printable(string text) => string.Concat(text.Select(static c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));

    private void Draw()
        => _screen.Draw(_prompt, _buffer.Text, _buffer.Cursor, _hasColours ? _highlighter.Style(_buffer.Text, _before) : new TextStyle[_buffer.Text.Length]);

    private bool IsCommand(string name)
    {
        ShellState state = _executor.State;
        return BuiltinTable.Find(name) is not null || state.Aliases.ContainsKey(name) || name is "container" or ['@', _, ..]
            || (state.Lookup.Find(state, name) is { } path && CommandLookup.IsProgram(state, path));
    }
}
