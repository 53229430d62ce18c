using Helios.Linux;

namespace Helios.Shell;

/// <summary>What a word could become.</summary>
/// <param name="Start">Where the word begins in the line.</param>
/// <param name="Candidates">Whole words, in order, as they would stand in the line.</param>
internal readonly record struct Completions(int Start, IReadOnlyList<string> Candidates);

/// <summary>Completes commands, files, variables, users, jobs and containers.</summary>
/// <param name="state">Whose commands and files.</param>
/// <param name="containers">Asks for the names of containers.</param>
internal sealed class Completer(ShellState state, Func<IReadOnlyList<string>> containers)
{
    private static readonly HashSet<string> s_jobCommands = ["fg", "bg", "kill", "wait", "disown", "jobs"];

    /// <summary>Completes the word that ends at the cursor.</summary>
    internal Completions Complete(string text, int cursor)
    {
        int start = StartOfWord(text, cursor);
        string typed = text[start..cursor];
        bool isCommand = IsCommandPlace(text, start);
        string word = Unquote(typed);
        if (typed is ['$', ..])
        {
            return new(start, Names(state.Variables.All.Select(static pair => pair.Key), typed[1..], "$", " "));
        }

        if (typed is ['%', ..] || (word.Length == 0 && s_jobCommands.Contains(CommandOf(text, start))))
        {
            return new(start, Names(state.Jobs.All.Select(static job => job.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)), typed.TrimStart('%'), "%", " "));
        }

        if (typed is ['@', ..] && isCommand)
        {
            return new(start, Names(containers(), typed[1..], "@", " "));
        }

        if (typed is ['~', ..] && !typed.Contains('/', StringComparison.Ordinal))
        {
            return new(start, Names(UserFiles.Users(), typed[1..], "~", "/"));
        }

        if (isCommand && !word.Contains('/', StringComparison.Ordinal))
        {
            IEnumerable<string> commands = BuiltinTable.All.Select(static builtin => builtin.Name).Concat(state.Aliases.Keys).Concat(["container", "time"]).Concat(CommandLookup.All(state));
            return new(start, Names(commands, word, "", " "));
        }

        if (IsContainerPlace(text, start) && containers() is { Count: > 0 } names && names.Any(name => name.StartsWith(word, StringComparison.Ordinal)))
        {
            return new(start, Names(names, word, "", " "));
        }

        return new(start, Files(word));
    }

    /// <summary>The text that all candidates begin with.</summary>
    internal static string CommonStart(IReadOnlyList<string> candidates)
    {
        string common = candidates[0];
        foreach (string candidate in candidates)
        {
            int length = 0;
            while (length < common.Length && length < candidate.Length && common[length] == candidate[length])
            {
                length++;
            }

            common = common[..length];
        }

        return common;
    }

    private static List<string> Names(IEnumerable<string> names, string typed, string before, string behind)
        => [.. names.Where(name => name.StartsWith(typed, StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal).Select(name => before + Escape(name) + behind)];

    private List<string> Files(string word)
    {
        int slash = word.LastIndexOf('/');
        string directory = word[..(slash + 1)];
        string name = word[(slash + 1)..];
        string place = directory is ['~', ..] ? string.Concat(Tilde.Expand(state, directory, isWhole: true).Home, Tilde.Expand(state, directory, isWhole: true).Tail) : directory;
        List<string> found = [];
        foreach (DirectoryEntry entry in PathCalls.TryList(state.Directory.Descriptor, ByteText.EncodeWithNul(place.Length == 0 ? "." : place)) ?? [])
        {
            string text = ByteText.Decode(entry.Name);
            if (!text.StartsWith(name, StringComparison.Ordinal) || (text is ['.', ..] && name is not ['.', ..]))
            {
                continue;
            }

            bool isDirectory = PathCalls.TryStat(state.Directory.Descriptor, ByteText.EncodeWithNul(place + text), true, out FileStatus status, out _) && status.Type == FileModes.S_IFDIR;
            found.Add(Escape(directory, keepsTilde: true) + Escape(text) + (isDirectory ? "/" : " "));
        }

        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static int StartOfWord(string text, int cursor)
    {
        int start = 0;
        char quote = '\0';
        for (int i = 0; i < cursor; i++)
        {
            char c = text[i];
            if (quote != '\0')
            {
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '\'' or '"')
            {
                quote = c;
            }
            else if (c == '\\')
            {
                i++;
            }
            else if (char.IsWhiteSpace(c) || c is '|' or '&' or ';' or '(' or ')' or '<' or '>')
            {
                start = i + 1;
            }
        }

        return Math.Min(start, cursor);
    }

    private static bool IsCommandPlace(string text, int start)
    {
        ReadOnlySpan<char> before = text.AsSpan(0, start).TrimEnd(" \t");
        return before.IsEmpty || before[^1] is '|' or ';' or '(' or '\n' or '{' || (before[^1] == '&' && before is not [.., '>', '&']);
    }

    private static string CommandOf(string text, int start)
    {
        ReadOnlySpan<char> before = text.AsSpan(0, start);
        int from = before.LastIndexOfAny("|;&(\n") + 1;
        return before[from..].Trim().ToString().Split(' ')[0];
    }

    // "container exec NAME" and the like.
    private static bool IsContainerPlace(string text, int start)
    {
        ReadOnlySpan<char> before = text.AsSpan(0, start);
        string[] words = before[(before.LastIndexOfAny("|;&(\n") + 1)..].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is ["container" or "helios", not "run", ..];
    }

    private static string Unquote(string typed)
    {
        System.Text.StringBuilder text = new();
        for (int i = 0; i < typed.Length; i++)
        {
            if (typed[i] == '\\' && i + 1 < typed.Length)
            {
                text.Append(typed[++i]);
            }
            else if (typed[i] is not ('\'' or '"'))
            {
                text.Append(typed[i]);
            }
        }

        return text.ToString();
    }

    private static string Escape(string text, bool keepsTilde = false)
    {
        System.Text.StringBuilder escaped = new();
        for (int i = 0; i < text.Length; i++)
        {
            if (" \t\"'\\$`*?[]#&|;()<>{}!".Contains(text[i], StringComparison.Ordinal) || (i == 0 && text[i] == '~' && !keepsTilde))
            {
                escaped.Append('\\');
            }

            escaped.Append(text[i]);
        }

        return escaped.ToString();
    }
}
