namespace Helios.Shell;

/// <summary>Cuts text into tokens. Words come out as trees of their quotes and expansions; nothing is expanded but aliases.</summary>
/// <remarks>
/// An alias is spliced into the text, and its name is not looked up again in what it stands for, so <c>alias ls='ls -l'</c> ends.
/// </remarks>
internal sealed partial class Lexer
{
    /// <summary>How deep quotes, substitutions, groups and subshells may be nested: the parser is recursive, and its stack is finite.</summary>
    internal const int DeepestNesting = 200;

    private readonly List<AliasSplice> _splices = [];
    private readonly List<HereDocument> _pending = [];
    private readonly int _firstLine;
    private string _text;
    private int _at;
    private int _depth;

    /// <param name="text">What is cut.</param>
    /// <param name="at">Where to begin.</param>
    /// <param name="firstLine">The number of its first line, for messages.</param>
    internal Lexer(string text, int at = 0, int firstLine = 1) => (_text, _at, _firstLine) = (text, at, firstLine);

    /// <summary>What a name is an alias for; null when it is none.</summary>
    internal Func<string, string?>? Aliases { get; init; }

    /// <summary>Where the next token is looked for, in the text with aliases spliced in.</summary>
    internal int Offset => _at;

    /// <summary>The text with aliases spliced in.</summary>
    internal string Text => _text;

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    private bool IsAtEnd => _at >= _text.Length;

    /// <summary>Takes the next token.</summary>
    internal Token Next()
    {
        SkipBlanks();
        int start = _at;
        if (IsAtEnd)
        {
            // Somebody who types may still send the text; a script has ended without it.
            return _pending is [HereDocument waiting, ..]
                ? throw Incomplete($"the here-document has no line '{waiting.Delimiter}' that ends it", start)
                : new Token(TokenKind.End, start, start);
        }

        if (Current == '\n')
        {
            _at++;
            ReadHereDocuments();
            return new Token(TokenKind.NewLine, start, start + 1);
        }

        if (ReadOperator() is { } kind)
        {
            return new Token(kind, start, _at);
        }

        if (char.IsAsciiDigit(Current) && ReadIoNumber() is { } number)
        {
            return new Token(TokenKind.IoNumber, start, _at, Number: number);
        }

        Word word = ReadWord();
        return new Token(TokenKind.Word, start, _at, word);
    }

    /// <summary>The place of an offset in the text as it was typed: what stands in an alias is where its name was.</summary>
    internal Position PositionOf(int offset)
    {
        int end = Math.Min(offset, _text.Length);
        int line = _firstLine;
        int lineStart = 0;
        for (int i = 0; i < end; i++)
        {
            if (_text[i] == '\n')
            {
                line++;
                lineStart = i + 1;
            }
        }

        int column = end - lineStart + 1;
        foreach (AliasSplice splice in _splices)
        {
            if (splice.Start >= lineStart && splice.Start < end)
            {
                column -= Math.Min(end, splice.End) - splice.Start - (end >= splice.End ? splice.NameLength : 0);
            }
        }

        return new Position(end, line, Math.Max(column, 1));
    }

    /// <summary>Replaces a word that is an alias by what it stands for, which is lexed next.</summary>
    /// <returns>False when the name is being replaced already.</returns>
    internal bool TrySplice(in Token token, string name, string value)
    {
        foreach (AliasSplice active in _splices)
        {
            if (active.Name == name && token.Start >= active.Start && token.Start < active.End)
            {
                return false;
            }
        }

        int growth = value.Length - (token.End - token.Start);
        for (int i = 0; i < _splices.Count; i++)
        {
            if (_splices[i].End > token.Start)
            {
                _splices[i] = _splices[i] with { End = _splices[i].End + growth };
            }
        }

        _text = string.Concat(_text.AsSpan(0, token.Start), value, _text.AsSpan(token.End));
        _splices.Add(new AliasSplice(name, token.Start, token.Start + value.Length, token.End - token.Start, value.Length > 0 && value[^1] is ' ' or '\t'));
        _at = token.Start;
        return true;
    }

    /// <summary>Whether a word is the first behind an alias that ends with a blank: then it may be an alias too.</summary>
    internal bool FollowsOpenAlias(in Token token)
    {
        for (int i = 0; i < _splices.Count; i++)
        {
            if (_splices[i].IsOpen && token.Start >= _splices[i].End)
            {
                _splices[i] = _splices[i] with { IsOpen = false };
                return _text.AsSpan(_splices[i].End, token.Start - _splices[i].End).IsWhiteSpace();
            }
        }

        return false;
    }

    /// <summary>Has the text of a here-document read at the end of the line.</summary>
    internal void Await(HereDocument document) => _pending.Add(document);

    /// <summary>An error at an offset.</summary>
    internal SyntaxException Error(string reason, int offset) => new(reason, PositionOf(offset));

    /// <summary>An error that more text could mend.</summary>
    internal SyntaxException Incomplete(string reason, int offset) => new(reason, PositionOf(offset), isIncomplete: true);

    /// <summary>Goes one level deeper.</summary>
    internal void Enter(int offset)
    {
        if (++_depth > DeepestNesting)
        {
            throw Error($"nested more than {DeepestNesting} levels deep", offset);
        }
    }

    /// <summary>Comes back from it.</summary>
    internal void Leave() => _depth--;

    private void SkipBlanks()
    {
        while (!IsAtEnd)
        {
            if (Current is ' ' or '\t')
            {
                _at++;
            }
            else if (IsContinuation())
            {
                _at += 2;
            }
            else if (Current == '#')
            {
                int end = _text.IndexOf('\n', _at);
                _at = end < 0 ? _text.Length : end;
            }
            else
            {
                return;
            }
        }
    }

    private bool IsContinuation() => Current == '\\' && _at + 1 < _text.Length && _text[_at + 1] == '\n';

    private TokenKind? ReadOperator()
    {
        char next = _at + 1 < _text.Length ? _text[_at + 1] : '\0';
        char third = _at + 2 < _text.Length ? _text[_at + 2] : '\0';
        (TokenKind Kind, int Length)? found = (Current, next, third) switch
        {
            ('|', '|', _) => (TokenKind.Or, 2),
            ('|', '&', _) => (TokenKind.PipeErrors, 2),
            ('|', _, _) => (TokenKind.Pipe, 1),
            ('&', '&', _) => (TokenKind.And, 2),
            ('&', '>', '>') => (TokenKind.AppendOutputAndErrors, 3),
            ('&', '>', _) => (TokenKind.OutputAndErrors, 2),
            ('&', _, _) => (TokenKind.Ampersand, 1),
            (';', ';', _) => throw Error("unexpected ';;'", _at),
            (';', _, _) => (TokenKind.Semicolon, 1),
            ('(', _, _) => (TokenKind.OpenParenthesis, 1),
            (')', _, _) => (TokenKind.CloseParenthesis, 1),
            ('<', '<', '<') => (TokenKind.HereString, 3),
            ('<', '<', '-') => (TokenKind.HereDocumentWithoutTabs, 3),
            ('<', '<', _) => (TokenKind.HereDocument, 2),
            ('<', '&', _) => (TokenKind.DuplicateInput, 2),
            ('<', '>', _) => (TokenKind.ReadWrite, 2),
            ('<', '(', _) or ('>', '(', _) => throw Error("process substitution is not part of this shell", _at),
            ('<', _, _) => (TokenKind.Input, 1),
            ('>', '>', _) => (TokenKind.Append, 2),
            ('>', '|', _) => (TokenKind.Clobber, 2),
            ('>', '&', _) => (TokenKind.DuplicateOutput, 2),
            ('>', _, _) => (TokenKind.Output, 1),
            _ => null,
        };
        _at += found?.Length ?? 0;
        return found?.Kind;
    }

    private int? ReadIoNumber()
    {
        const int MostDigits = 4;
        int end = _at;
        while (end < _text.Length && char.IsAsciiDigit(_text[end]))
        {
            end++;
        }

        if (end - _at > MostDigits || end >= _text.Length || _text[end] is not ('<' or '>'))
        {
            return null;
        }

        int number = int.Parse(_text.AsSpan(_at, end - _at), System.Globalization.CultureInfo.InvariantCulture);
        _at = end;
        return number;
    }

    /// <summary>An alias in the text.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Start">Where it begins.</param>
    /// <param name="End">Where it ends.</param>
    /// <param name="NameLength">How long the name was that it replaced.</param>
    /// <param name="IsOpen">Whether it ends with a blank and the word behind it has not come yet.</param>
    private readonly record struct AliasSplice(string Name, int Start, int End, int NameLength, bool IsOpen);
}
