namespace Helios.Shell;

/// <summary>How a character of the line looks.</summary>
internal enum TextStyle
{
    Plain,
    Command,
    UnknownCommand,
    Quoted,
    Parameter,
    Operator,
    Comment,
    Fault,
}

/// <summary>The colours, as sequences of the terminal.</summary>
internal static class Colours
{
    internal static string SequenceOf(TextStyle style) => style switch
    {
        TextStyle.Command => "\x1b[0;32m",
        TextStyle.UnknownCommand => "\x1b[0;31m",
        TextStyle.Quoted => "\x1b[0;33m",
        TextStyle.Parameter => "\x1b[0;36m",
        TextStyle.Operator => "\x1b[0;1m",
        TextStyle.Comment => "\x1b[0;2m",
        TextStyle.Fault => "\x1b[0;31;4m",
        _ => "\x1b[0m",
    };
}

/// <summary>Colours a line while it is typed, and underlines what cannot become a command.</summary>
/// <remarks>The line is unfinished most of the time, so this looks at characters; only the fault comes from the parser.</remarks>
internal sealed class Highlighter(Func<string, bool> isCommand, Func<string, string?> aliases)
{
    private static readonly HashSet<string> s_before = ["!", "time", "{", "}", "command", "exec"];

    /// <summary>Styles for each character of a text.</summary>
    /// <param name="text">The line.</param>
    /// <param name="before">The lines of the same command that stand in front of it.</param>
    internal TextStyle[] Style(string text, string before)
    {
        TextStyle[] styles = new TextStyle[text.Length];
        StyleWords(text, styles);
        if (FaultAt(before, text) is { } fault)
        {
            for (int i = fault; i < text.Length && (i == fault || !char.IsWhiteSpace(text[i])); i++)
            {
                styles[i] = TextStyle.Fault;
            }
        }

        return styles;
    }

    // Not what is only unfinished: that is not wrong yet.
    private int? FaultAt(string before, string text)
    {
        try
        {
            Parser parser = new(new Lexer(before + text) { Aliases = aliases });
            while (parser.ParseLine() is not null)
            {
            }

            return null;
        }
        catch (SyntaxException error)
        {
            int at = error.At.Column - 1;
            int lines = (before + text).AsSpan(0, Math.Min(error.At.Offset, before.Length + text.Length)).Count('\n');
            bool isHere = before.Length == 0 ? lines == 0 : error.At.Offset >= before.Length;
            return !error.IsIncomplete && isHere && at < text.Length ? at : null;
        }
    }

    private void StyleWords(string text, TextStyle[] styles)
    {
        bool expectsCommand = true;
        int at = 0;
        while (at < text.Length)
        {
            char c = text[at];
            if (char.IsWhiteSpace(c))
            {
                expectsCommand |= c == '\n';
                at++;
            }
            else if (c == '#')
            {
                int end = text.IndexOf('\n', at);
                end = end < 0 ? text.Length : end;
                styles.AsSpan(at, end - at).Fill(TextStyle.Comment);
                at = end;
            }
            else if (c is '|' or '&' or ';' or '(' or ')' or '<' or '>')
            {
                styles[at++] = TextStyle.Operator;
                expectsCommand = c is not ('<' or '>') && !(c == '&' && at > 1 && text[at - 2] is '>' or '<');
            }
            else
            {
                at = StyleWord(text, at, styles, ref expectsCommand);
            }
        }
    }

    private int StyleWord(string text, int start, TextStyle[] styles, ref bool expectsCommand)
    {
        int at = start;
        bool isBare = true;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('|' or '&' or ';' or '(' or ')' or '<' or '>'))
        {
            switch (text[at])
            {
                case '\\':
                    isBare = false;
                    styles.AsSpan(at, Math.Min(2, text.Length - at)).Fill(TextStyle.Quoted);
                    at += 2;
                    break;
                case '\'' or '"' or '`':
                    isBare = false;
                    at = StyleQuotes(text, at, styles);
                    break;
                case '$':
                    isBare = false;
                    at = StyleParameter(text, at, styles);
                    break;
                default:
                    at++;
                    break;
            }
        }

        at = Math.Min(at, text.Length);
        string word = text[start..at];
        if (expectsCommand && isBare)
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && Lexer.IsName(word.AsSpan(0, equals)))
            {
                return at;
            }

            styles.AsSpan(start, at - start).Fill(s_before.Contains(word) ? TextStyle.Operator : isCommand(word) ? TextStyle.Command : TextStyle.UnknownCommand);
            expectsCommand = s_before.Contains(word);
            return at;
        }

        expectsCommand = false;
        return at;
    }

    private static int StyleQuotes(string text, int start, TextStyle[] styles)
    {
        char quote = text[start];
        int at = start + 1;
        styles[start] = TextStyle.Quoted;
        while (at < text.Length && text[at] != quote)
        {
            if (text[at] == '$' && quote == '"')
            {
                at = StyleParameter(text, at, styles);
                continue;
            }

            bool isPair = text[at] == '\\' && quote != '\'' && at + 1 < text.Length;
            styles.AsSpan(at, isPair ? 2 : 1).Fill(TextStyle.Quoted);
            at += isPair ? 2 : 1;
        }

        if (at < text.Length)
        {
            styles[at++] = TextStyle.Quoted;
        }

        return at;
    }

    private static int StyleParameter(string text, int start, TextStyle[] styles)
    {
        int at = start + 1;
        if (at < text.Length && text[at] == '{')
        {
            int end = text.IndexOf('}', at);
            at = end < 0 ? text.Length : end + 1;
        }
        else if (at < text.Length && text[at] == '(')
        {
            at = start + 1;
        }
        else if (at < text.Length && Lexer.IsNameStart(text[at]))
        {
            while (at < text.Length && Lexer.IsNamePart(text[at]))
            {
                at++;
            }
        }
        else if (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('"' or '\''))
        {
            at++;
        }

        styles.AsSpan(start, at - start).Fill(TextStyle.Parameter);
        return at;
    }
}
