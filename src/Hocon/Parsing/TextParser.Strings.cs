using System.Buffers;
using System.Globalization;
using System.Text;

namespace Helios.Hocon;

/// <summary>Quoted strings.</summary>
internal sealed partial class TextParser
{
    private static readonly SearchValues<char> s_stringStops =
        SearchValues.Create([.. "\"\\", .. Enumerable.Range(0, 0x20).Select(code => (char)code)]);

    /// <summary>Reads a string in one or three pairs of quotes.</summary>
    private string ParseString()
    {
        if (_text.AsSpan(_at).StartsWith("\"\"\""))
        {
            return ParseTripleQuoted();
        }

        int opened = _at++;
        StringBuilder? unescaped = null;
        while (true)
        {
            ReadOnlySpan<char> rest = _text.AsSpan(_at);
            int stop = rest.IndexOfAny(s_stringStops);
            if (stop < 0)
            {
                _at = _text.Length;
                throw Fault(opened, "the string is never closed; add '\"'");
            }

            ReadOnlySpan<char> run = rest[..stop];
            _at += stop;
            switch (_text[_at])
            {
                case '"':
                    _at++;
                    return unescaped is null ? _session.Words.Get(run) : unescaped.Append(run).ToString();
                case '\\':
                    (unescaped ??= new StringBuilder()).Append(run).Append(ParseEscape());
                    break;
                case '\n':
                    throw Fault(opened, "the string is not closed on its line; add '\"', write \\n, or use three quotes for several lines");
                default:
                    throw Fault(_at, $"the control character U+{(int)_text[_at]:X4} in a string; write it as \\u{(int)_text[_at]:x4}");
            }
        }
    }

    private char ParseEscape()
    {
        int start = _at++;
        char escape = AtEnd ? '\0' : _text[_at++];
        switch (escape)
        {
            case '"' or '\\' or '/':
                return escape;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when _text.Length - _at >= 4
                && ushort.TryParse(_text.AsSpan(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit):
                _at += 4;
                return (char)unit;
            default:
                _at = start + 1;
                throw Fault(start, "no such escape; \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX exist, and a backslash itself is \\\\");
        }
    }

    // No escapes; quotes beyond the closing three belong to the string.
    private string ParseTripleQuoted()
    {
        int opened = _at;
        int start = _at + 3;
        int end = _text.AsSpan(start).IndexOf("\"\"\"");
        if (end < 0)
        {
            _at = _text.Length;
            throw Fault(opened, "the string is never closed; add three quotes");
        }

        _at = start + end + 3;
        while (!AtEnd && _text[_at] == '"')
        {
            _at++;
        }

        return _text[start..(_at - 3)];
    }
}
