using System.Text;

namespace Helios.Shell;

/// <summary>What begins with <c>$</c> or a backquote.</summary>
internal sealed partial class Lexer
{
    internal static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    internal static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    /// <summary>Whether a text can be a variable's name.</summary>
    internal static bool IsName(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !IsNameStart(text[0]))
        {
            return false;
        }

        foreach (char c in text)
        {
            if (!IsNamePart(c))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSpecial(char c) => c is '@' or '*' or '#' or '?' or '-' or '$' or '!';

    private void ReadDollar(PartBuilder parts, bool isQuoted)
    {
        int start = _at;
        char next = _at + 1 < _text.Length ? _text[_at + 1] : '\0';
        if (next == '(')
        {
            parts.Add(ReadSubstitution());
        }
        else if (next == '{')
        {
            parts.Add(ReadBraced(isQuoted));
        }
        else if (next == '\'' && !isQuoted)
        {
            _at++;
            parts.Add(new DollarQuotedPart(ReadEscapes(start)));
        }
        else if (IsNameStart(next))
        {
            _at++;
            parts.Add(ParameterPart.Plain(ReadName()));
        }
        else if (char.IsAsciiDigit(next) || IsSpecial(next))
        {
            _at += 2;
            parts.Add(ParameterPart.Plain(next.ToString()));
        }
        else
        {
            _at++;
            parts.Append('$');
        }
    }

    private string ReadName()
    {
        int start = _at;
        while (!IsAtEnd && IsNamePart(Current))
        {
            _at++;
        }

        return _text[start.._at];
    }

    private CommandSubstitutionPart ReadSubstitution()
    {
        int start = _at;
        if (_text.AsSpan(start).StartsWith("$(("))
        {
            throw Error("arithmetic is not part of this shell; a subshell in a substitution needs a blank: $( (", start);
        }

        _at += 2;
        Enter(start);
        // The ends of lines in there are no ends of the line around it, which here-documents of that line wait for.
        HereDocument[] waiting = [.. _pending];
        _pending.Clear();
        CommandList program = Parser.ParseNested(this, start);
        _pending.InsertRange(0, waiting);
        Leave();
        return new CommandSubstitutionPart(program);
    }

    private CommandSubstitutionPart ReadBackquotes(bool isQuoted)
    {
        int start = _at++;
        StringBuilder inner = new();
        while (true)
        {
            if (IsAtEnd)
            {
                throw Incomplete("the backquote is not closed", start);
            }

            char c = _text[_at++];
            if (c == '`')
            {
                break;
            }

            if (c == '\\' && !IsAtEnd && (Current is '`' or '\\' or '$' || (Current == '"' && isQuoted)))
            {
                c = _text[_at++];
            }

            inner.Append(c);
        }

        Enter(start);
        try
        {
            // A level of its own of the same nesting.
            Lexer lexer = new(inner.ToString()) { _depth = _depth, Aliases = Aliases };
            CommandList program = Parser.ParseAll(lexer);
            Leave();
            return new CommandSubstitutionPart(program);
        }
        catch (SyntaxException inside)
        {
            throw Error($"in backquotes: {inside.Reason}", start);
        }
    }

    private ParameterPart ReadBraced(bool isQuoted)
    {
        int start = _at;
        _at += 2;
        Enter(start);
        bool isLength = Current == '#' && _at + 1 < _text.Length && (IsNamePart(_text[_at + 1]) || (IsSpecial(_text[_at + 1]) && _at + 2 < _text.Length && _text[_at + 2] == '}'));
        if (isLength)
        {
            _at++;
        }

        string name = ReadParameterName(start);
        ParameterOperation operation = isLength ? ParameterOperation.Length : ReadOperation(start);
        Word operand = Word.Empty;
        if (operation is not (ParameterOperation.Value or ParameterOperation.Length))
        {
            bool isPattern = operation >= ParameterOperation.RemoveShortestPrefix;
            operand = ReadOperand(start, isQuoted && !isPattern);
        }

        if (IsAtEnd)
        {
            throw Incomplete("'${' is not closed", start);
        }

        if (Current != '}')
        {
            throw Error($"'${{{name}' is followed by '{Current}', which is no operator of this shell", _at);
        }

        _at++;
        Leave();
        return new ParameterPart(name, operation, operand);
    }

    private string ReadParameterName(int start)
    {
        if (IsAtEnd)
        {
            throw Incomplete("'${' is not closed", start);
        }

        if (IsNameStart(Current))
        {
            return ReadName();
        }

        int from = _at;
        if (char.IsAsciiDigit(Current))
        {
            while (!IsAtEnd && char.IsAsciiDigit(Current))
            {
                _at++;
            }

            // One spelling for one parameter.
            string digits = _text[from.._at].TrimStart('0');
            return digits.Length == 0 ? "0" : digits;
        }

        if (IsSpecial(Current))
        {
            return _text[_at++].ToString();
        }

        throw Error("'${' is not followed by the name of a parameter", start);
    }

    private ParameterOperation ReadOperation(int start)
    {
        if (IsAtEnd)
        {
            throw Incomplete("'${' is not closed", start);
        }

        char first = Current;
        char second = _at + 1 < _text.Length ? _text[_at + 1] : '\0';
        (ParameterOperation Operation, int Length) found = (first, second) switch
        {
            (':', '-') => (ParameterOperation.DefaultIfEmpty, 2),
            (':', '=') => (ParameterOperation.AssignIfEmpty, 2),
            (':', '?') => (ParameterOperation.FailIfEmpty, 2),
            (':', '+') => (ParameterOperation.OtherIfNotEmpty, 2),
            ('-', _) => (ParameterOperation.DefaultIfUnset, 1),
            ('=', _) => (ParameterOperation.AssignIfUnset, 1),
            ('?', _) => (ParameterOperation.FailIfUnset, 1),
            ('+', _) => (ParameterOperation.OtherIfSet, 1),
            ('#', '#') => (ParameterOperation.RemoveLongestPrefix, 2),
            ('#', _) => (ParameterOperation.RemoveShortestPrefix, 1),
            ('%', '%') => (ParameterOperation.RemoveLongestSuffix, 2),
            ('%', _) => (ParameterOperation.RemoveShortestSuffix, 1),
            _ => (ParameterOperation.Value, 0),
        };
        _at += found.Length;
        return found.Operation;
    }

    private Word ReadOperand(int start, bool isQuoted)
    {
        PartBuilder parts = new();
        while (!IsAtEnd && Current != '}')
        {
            if (!isQuoted)
            {
                ReadUnquoted(parts);
            }
            else if (Current == '"')
            {
                parts.Add(ReadDoubleQuoted());
            }
            else
            {
                ReadQuoted(parts, escapesBrace: true);
            }
        }

        return IsAtEnd ? throw Incomplete("'${' is not closed", start) : parts.ToWord();
    }

    /// <summary>Reads <c>'...'</c> of <c>$'...'</c>: bytes and characters by their escapes.</summary>
    private string ReadEscapes(int start)
    {
        _at++;
        int from = _at;
        while (!IsAtEnd && Current != '\'')
        {
            _at += Current == '\\' ? 2 : 1;
        }

        if (_at >= _text.Length)
        {
            _at = _text.Length;
            throw Incomplete("the quote $' is not closed", start);
        }

        string text = Escapes.Replace(_text.AsSpan(from, _at - from), EscapeDialect.DollarQuote, out _);
        _at++;
        return text;
    }
}
