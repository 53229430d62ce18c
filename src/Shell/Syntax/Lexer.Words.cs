using System.Text;

namespace Helios.Shell;

/// <summary>Words and quotes.</summary>
internal sealed partial class Lexer
{
    /// <summary>Reads the operand of a here-document's body: everything up to the end, with <c>$</c>, backquote and backslash alive.</summary>
    internal Word ReadDocument()
    {
        PartBuilder parts = new();
        while (!IsAtEnd)
        {
            switch (Current)
            {
                case '\\':
                    ReadQuotedBackslash(parts, escapesQuote: false, escapesBrace: false);
                    break;
                case '$':
                    ReadDollar(parts, isQuoted: true);
                    break;
                case '`':
                    parts.Add(ReadBackquotes(isQuoted: false));
                    break;
                default:
                    parts.Append(_text[_at++]);
                    break;
            }
        }

        return parts.ToWord();
    }

    private static bool EndsWord(char c) => c is ' ' or '\t' or '\n' or '|' or '&' or ';' or '<' or '>' or '(' or ')';

    private Word ReadWord()
    {
        PartBuilder parts = new();
        while (!IsAtEnd && !EndsWord(Current))
        {
            ReadUnquoted(parts);
        }

        return parts.ToWord();
    }

    /// <summary>Reads one piece of a word outside of double quotes.</summary>
    private void ReadUnquoted(PartBuilder parts)
    {
        switch (Current)
        {
            case '\\':
                ReadBackslash(parts);
                break;
            case '\'':
                parts.Add(new SingleQuotedPart(ReadSingleQuoted()));
                break;
            case '"':
                parts.Add(ReadDoubleQuoted());
                break;
            case '$':
                ReadDollar(parts, isQuoted: false);
                break;
            case '`':
                parts.Add(ReadBackquotes(isQuoted: false));
                break;
            default:
                parts.Append(_text[_at++]);
                break;
        }
    }

    private void ReadBackslash(PartBuilder parts)
    {
        if (IsContinuation())
        {
            _at += 2;
            return;
        }

        _at++;
        if (IsAtEnd)
        {
            parts.Add(new EscapedPart("\\"));
            return;
        }

        int length = char.IsHighSurrogate(Current) && _at + 1 < _text.Length && char.IsLowSurrogate(_text[_at + 1]) ? 2 : 1;
        parts.Add(new EscapedPart(_text.Substring(_at, length)));
        _at += length;
    }

    private string ReadSingleQuoted()
    {
        int start = _at;
        int end = _text.IndexOf('\'', start + 1);
        if (end < 0)
        {
            throw Incomplete("the single quote is not closed", start);
        }

        _at = end + 1;
        return _text[(start + 1)..end];
    }

    private DoubleQuotedPart ReadDoubleQuoted()
    {
        int start = _at++;
        Enter(start);
        PartBuilder parts = new();
        while (true)
        {
            if (IsAtEnd)
            {
                throw Incomplete("the double quote is not closed", start);
            }

            if (Current == '"')
            {
                _at++;
                Leave();
                return new DoubleQuotedPart(parts.ToList());
            }

            ReadQuoted(parts, escapesBrace: false);
        }
    }

    /// <summary>Reads one piece inside of double quotes.</summary>
    private void ReadQuoted(PartBuilder parts, bool escapesBrace)
    {
        switch (Current)
        {
            case '\\':
                ReadQuotedBackslash(parts, escapesQuote: true, escapesBrace);
                break;
            case '$':
                ReadDollar(parts, isQuoted: true);
                break;
            case '`':
                parts.Add(ReadBackquotes(isQuoted: true));
                break;
            default:
                parts.Append(_text[_at++]);
                break;
        }
    }

    // In double quotes a backslash stays where there is nothing to escape.
    private void ReadQuotedBackslash(PartBuilder parts, bool escapesQuote, bool escapesBrace)
    {
        char next = _at + 1 < _text.Length ? _text[_at + 1] : '\0';
        if (next == '\n')
        {
            _at += 2;
        }
        else if (next is '$' or '`' or '\\' || (next == '"' && escapesQuote) || (next == '}' && escapesBrace))
        {
            parts.Append(next);
            _at += 2;
        }
        else
        {
            parts.Append('\\');
            _at++;
        }
    }

    /// <summary>Collects the parts of a word; characters that follow each other become one part.</summary>
    private sealed class PartBuilder
    {
        private readonly List<WordPart> _parts = [];
        private readonly StringBuilder _literal = new();

        internal void Append(char c) => _literal.Append(c);

        internal void Append(string text) => _literal.Append(text);

        internal void Add(WordPart part)
        {
            Flush();
            _parts.Add(part);
        }

        internal SyntaxList<WordPart> ToList()
        {
            Flush();
            return new SyntaxList<WordPart>([.. _parts]);
        }

        internal Word ToWord() => new(ToList());

        private void Flush()
        {
            if (_literal.Length > 0)
            {
                _parts.Add(new LiteralPart(_literal.ToString()));
                _literal.Clear();
            }
        }
    }
}
