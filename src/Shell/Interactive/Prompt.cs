using System.Globalization;
using System.Text;
using Helios.Linux;

namespace Helios.Shell;

/// <summary>The prompts: <c>PS1</c> and <c>PS2</c> with parameters expanded and a few escapes.</summary>
internal static class Prompt
{
    private const string Default = @"\w\J\S \$ ";

    /// <summary>In front of a command.</summary>
    internal static string First(Executor executor) => Render(executor, executor.State.Variables.Get("PS1") ?? Default);

    /// <summary>In front of a line that goes on.</summary>
    internal static string Next(Executor executor) => Render(executor, executor.State.Variables.Get("PS2") ?? "> ");

    private static string Render(Executor executor, string format)
    {
        ShellState state = executor.State;
        StringBuilder text = new();
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] != '\\' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            int jobs = state.Jobs.All.Count;
            text.Append(format[++i] switch
            {
                'w' => Shorten(state, state.Directory.Path),
                'W' => state.Directory.Path is "/" ? "/" : state.Directory.Path[(state.Directory.Path.LastIndexOf('/') + 1)..],
                'u' => state.Variables.Get("USER") ?? state.Variables.Get("LOGNAME") ?? "",
                'h' => File.ReadAllText("/proc/sys/kernel/hostname").Trim().Split('.')[0],
                '$' => CurrentProcess.EffectiveUserId == 0 ? "#" : "$",
                'j' => jobs.ToString(CultureInfo.InvariantCulture),
                'J' => jobs == 0 ? "" : jobs == 1 ? " (1 job)" : string.Create(CultureInfo.InvariantCulture, $" ({jobs} jobs)"),
                's' => state.LastStatus.ToString(CultureInfo.InvariantCulture),
                'S' => state.LastStatus == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" [{state.LastStatus}]"),
                'n' => "\n",
                'e' => "\x1b",
                '[' or ']' => "",
                '\\' => "\\",
                char other => "\\" + other,
            });
        }

        return Expand(executor, text.ToString());
    }

    private static string Shorten(ShellState state, string path)
    {
        string home = state.Variables.Get("HOME") ?? "";
        return home.Length > 1 && path == home ? "~" : home.Length > 1 && path.StartsWith(home + "/", StringComparison.Ordinal) ? "~" + path[home.Length..] : path;
    }

    // As the text of a here-document: $NAME and $(command) are alive. What does not parse is shown as it is.
    private static string Expand(Executor executor, string text)
    {
        if (!text.Contains('$', StringComparison.Ordinal))
        {
            return text;
        }

        try
        {
            HereDocument document = new("", isLiteral: false, dropsTabs: false);
            document.Complete(new Lexer(text).ReadDocument());
            int status = executor.State.LastStatus;
            string expanded = executor.Words.ExpandDocument(document);
            executor.State.LastStatus = status;
            return expanded;
        }
        catch (Exception failure) when (failure is SyntaxException or ExpansionException)
        {
            return text;
        }
    }
}
