using System.Text;

namespace Helios.Hocon;

/// <summary>Keys, paths and what stands between a key and its value.</summary>
internal sealed partial class TextParser
{
    /// <summary>Reads a path expression that is given by a caller and not part of a file.</summary>
    internal static string[] ParsePath(string path)
    {
        ParseSession session = new(HoconOptions.Default);
        TextParser parser = new(session, new HoconSource("path", path), null, [], [], 0);
        try
        {
            parser.SkipSpace();
            string[] elements = parser.ParsePathElements();
            return parser.AtEnd ? elements : throw parser.Fault(parser._at, $"{parser.Shown()} cannot stand in a path; quote the key");
        }
        catch (SyntaxFaultException fault)
        {
            throw new HoconException(parser.Origin(fault.Offset), fault.Message);
        }
    }

    private void ParseField(ref FieldCollector into)
    {
        if (IsInclude())
        {
            ParseInclude(into.Node());
            return;
        }

        int keyStart = _at;
        string? word = ParseSingleWordKey();
        string[]? path = word is null ? ParsePathElements() : null;
        if (path is { Length: 1 })
        {
            word = path[0];
        }

        int keyEnd = _at;
        SkipBlank();
        bool append = ParseKeyEnd(keyStart, keyEnd);
        HoconOrigin origin = Origin(keyStart);

        int depth = _depth;
        int places = _place.Count;
        if (word is not null)
        {
            _place.Add(word);
        }
        else
        {
            _place.AddRange(path!);
            foreach (string _ in path.AsSpan(1))
            {
                Enter(keyStart);
            }
        }

        try
        {
            HoconValue value = ParseValue("a value");
            if (append)
            {
                value = new AppendNode(value, value.Origin);
            }

            if (word is not null)
            {
                into.Add(word, origin, value);
            }
            else
            {
                FindSlot(into.Node(), path!, origin).Assign(value);
            }
        }
        finally
        {
            _place.RemoveRange(places, _place.Count - places);
            _depth = depth;
        }
    }

    private static Slot FindSlot(ObjectNode into, string[] path, HoconOrigin origin)
    {
        ObjectNode at = into;
        foreach (string key in path.AsSpan(0, path.Length - 1))
        {
            Slot slot = at.FindOrAdd(key, origin);
            if (slot.Count == 0 || slot[0] is not ObjectNode)
            {
                slot.Assign(new ObjectNode(origin));
            }

            at = (ObjectNode)slot[0];
        }

        return at.FindOrAdd(path[^1], origin);
    }

    /// <summary>The quick way for <c>key = </c> and <c>"key": </c>; null, with nothing consumed, for every other form.</summary>
    private string? ParseSingleWordKey()
    {
        ReadOnlySpan<char> rest = _text.AsSpan(_at);
        int quote = rest[0] == '"' ? 1 : 0;
        int length = rest[quote..].IndexOfAnyExcept(quote == 1 ? Characters.Plain : Characters.PlainInKey);
        int end = quote + length + quote;
        if (length <= 0 || (quote == 1 && rest[1 + length] != '"'))
        {
            return null;
        }

        while (end < rest.Length && rest[end] == ' ')
        {
            end++;
        }

        if (end >= rest.Length || rest[end] is not ('=' or ':' or '{' or '+'))
        {
            return null;
        }

        _at += quote + length + quote;
        return _session.Words.Get(rest.Slice(quote, length));
    }

    /// <summary>Consumes the separator. True for <c>+=</c>.</summary>
    private bool ParseKeyEnd(int keyStart, int keyEnd)
    {
        if (!AtEnd)
        {
            switch (_text[_at])
            {
                case '=' or ':':
                    _at++;
                    SkipBlank();
                    return false;
                case '{':
                    return false;
                case '+' when _at + 1 < _text.Length && _text[_at + 1] == '=':
                    _at += 2;
                    SkipBlank();
                    return true;
            }
        }

        string key = _text[keyStart..keyEnd].Trim();
        bool sameLine = !_text.AsSpan(keyEnd, _at - keyEnd).Contains('\n');
        if (AtEnd || !sameLine || _text[_at] is ',' or '}' or ']')
        {
            throw Fault(keyStart, $"key {HoconUnits.Short(key)} has no value; write '=' or '{{' after it");
        }

        throw Fault(_at, $"{Shown()} cannot stand in a key; put the key in double quotes, or write '=' before the value");
    }

    /// <summary>Reads elements separated by dots up to a character that cannot be part of a path.</summary>
    private string[] ParsePathElements()
    {
        int start = _at;
        List<string> elements = [];
        StringBuilder element = new();
        bool quoted = false;
        int trimTo = 0;
        while (!AtEnd)
        {
            char c = _text[_at];
            if (c == '"')
            {
                element.Append(ParseString());
                quoted = true;
                trimTo = element.Length;
            }
            else if (c == '.')
            {
                AddElement();
                _at++;
            }
            else if (c == '\n' || Characters.IsForbidden(c) || IsCommentAt(_at))
            {
                break;
            }
            else
            {
                element.Append(c);
                _at++;
                if (!Characters.IsSpace(c))
                {
                    trimTo = element.Length;
                }
            }
        }

        // White space before the separator does not belong to the key.
        element.Length = trimTo;
        if (elements.Count == 0 && element.Length == 0 && !quoted)
        {
            throw Fault(start, $"{Shown()} where a key is expected; a key is a word or a quoted string");
        }

        AddElement();
        return [.. elements];

        void AddElement()
        {
            if (element.Length == 0 && !quoted)
            {
                throw Fault(_at, "an element of the path is empty; write \"\" for an empty key and put no dot at the ends");
            }

            elements.Add(_session.Words.Get(element.ToString()));
            element.Clear();
            quoted = false;
            trimTo = 0;
        }
    }
}
