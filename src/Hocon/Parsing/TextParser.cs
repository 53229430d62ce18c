using System.Diagnostics.CodeAnalysis;

namespace Helios.Hocon;

/// <summary>
/// Reads one text into a tree of unresolved values, in one pass over the characters and without a list of tokens.
/// This file: the frame, objects and lists. Keys, values, strings and includes have a file each.
/// </summary>
internal sealed partial class TextParser
{
    private readonly ParseSession _session;
    private readonly HoconSource _source;
    private readonly string _text;

    /// <summary>Where relative includes start; null when there is no such place.</summary>
    private readonly string? _directory;

    /// <summary>The places at which this file and the files around it are included, innermost first; empty for the first file.</summary>
    private readonly string[][] _includedAt;

    /// <summary>Keys from the root of the document to the object that is being read.</summary>
    private readonly List<string> _place;

    private int _at;
    private int _depth;

    internal TextParser(ParseSession session, HoconSource source, string? directory, string[][] includedAt, string[] place, int depth)
    {
        _session = session;
        _source = source;
        _text = source.Text;
        _directory = directory;
        _includedAt = includedAt;
        _place = [.. place];
        _depth = depth;
    }

    private bool AtEnd => _at >= _text.Length;

    /// <summary>Reads the whole text. Faults go to the session; what comes back is then only good for finding more of them.</summary>
    internal HoconValue ParseDocument()
    {
        if (_text.StartsWith(Characters.ByteOrderMark))
        {
            _at = 1;
        }

        SkipBlank();
        int start = _at;
        try
        {
            if (AtEnd || _text[_at] is not ('{' or '['))
            {
                return ParseFields(closing: null, opened: _at);
            }

            HoconValue root = _text[_at] == '{' ? ParseObject() : ParseArray();
            SkipBlank();
            return AtEnd
                ? root
                : throw Fault(_at, $"{Shown()} after the end of the document; the root {(root is ObjectNode or HoconObject ? "braces" : "brackets")} are closed already");
        }
        catch (SyntaxFaultException fault)
        {
            Report(fault);
            return new ObjectNode(Origin(start));
        }
    }

    private HoconValue ParseObject()
    {
        int opened = _at++;
        Enter(opened);
        HoconValue fields = ParseFields('}', opened);
        _depth--;
        return fields;
    }

    private HoconValue ParseFields(char? closing, int opened)
    {
        FieldCollector into = new(_session.Fields, Origin(opened));
        bool mayEnd = true;
        int mark = _session.Parts.Count;
        while (true)
        {
            SkipBlank();
            if (AtEnd)
            {
                if (closing is not null)
                {
                    throw Fault(opened, "'{' is never closed; add the missing '}'");
                }

                return into.Finish();
            }

            if (_text[_at] == closing)
            {
                _at++;
                return into.Finish();
            }

            int start = _at;
            try
            {
                if (!mayEnd)
                {
                    throw Fault(_at, $"{Shown()} directly after a field; separate fields by a comma or a new line");
                }

                ParseField(ref into);
                mayEnd = SkipSeparator();
            }
            catch (SyntaxFaultException fault) when (!AtEnd)
            {
                Report(fault);
                Recover(start);
                _session.Parts.Drop(mark);
                into.DropNested();
                mayEnd = true;
            }
        }
    }

    private HoconValue ParseArray()
    {
        int opened = _at++;
        Enter(opened);
        ScratchStack<HoconValue> parts = _session.Parts;
        int mark = parts.Count;
        int fieldMark = _session.Fields.Count;
        bool hasUnresolved = false;
        bool mayContinue = true;
        while (true)
        {
            SkipBlank();
            if (AtEnd)
            {
                throw Fault(opened, "'[' is never closed; add the missing ']'");
            }

            if (_text[_at] == ']')
            {
                _at++;
                break;
            }

            int start = _at;
            try
            {
                if (!mayContinue)
                {
                    throw Fault(_at, $"{Shown()} directly after a list element; separate elements by a comma or a new line");
                }

                HoconValue item = ParseValue("a list element");
                hasUnresolved |= item is UnresolvedValue;
                parts.Push(item);
                mayContinue = SkipSeparator();
            }
            catch (SyntaxFaultException fault) when (!AtEnd)
            {
                Report(fault);
                Recover(start);
                parts.Drop(mark);
                _session.Fields.Drop(fieldMark);
                mayContinue = true;
            }
        }

        _depth--;
        HoconValue[] items = parts.PopFrom(mark);
        return hasUnresolved ? new ArrayNode(items, Origin(opened)) : new HoconArray(items, Origin(opened));
    }

    /// <summary>After a field or element: at most one comma, with any blank around it. False when neither comma nor new line came.</summary>
    private bool SkipSeparator()
    {
        bool newline = SkipBlank();
        if (AtEnd || _text[_at] != ',')
        {
            return newline;
        }

        _at++;
        SkipBlank();
        return AtEnd || _text[_at] != ',' ? true : throw Fault(_at, "two commas in a row; one separates, none is needed at a new line");
    }

    /// <summary>Skips white space, new lines and comments; true when there was a new line.</summary>
    private bool SkipBlank()
    {
        bool newline = false;
        string text = _text;
        while (_at < text.Length)
        {
            char c = text[_at];
            if (c == '\n')
            {
                newline = true;
                _at++;
            }
            else if (c == ' ')
            {
                _at++;
            }
            else if (IsCommentAt(_at))
            {
                int end = text.AsSpan(_at).IndexOf('\n');
                _at = end < 0 ? text.Length : _at + end;
            }
            else if (Characters.IsSpace(c))
            {
                _at++;
            }
            else
            {
                break;
            }
        }

        return newline;
    }

    /// <summary>Skips white space up to the end of the line.</summary>
    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] != '\n' && Characters.IsSpace(_text[_at]))
        {
            _at++;
        }
    }

    private bool IsCommentAt(int at) =>
        _text[at] == '#' || (_text[at] == '/' && at + 1 < _text.Length && _text[at + 1] == '/');

    private void Enter(int offset)
    {
        if (++_depth > _session.Limits.MaxDepth)
        {
            _session.Stop(Origin(offset), $"nested deeper than {_session.Limits.MaxDepth} levels; that is the limit");
        }
    }

    /// <summary>Goes on after a fault: to the end of the line or to the comma or bracket that ends the damaged field.</summary>
    private void Recover(int start)
    {
        int depth = 0;
        _at = Math.Max(_at, start);
        while (_at < _text.Length)
        {
            char c = _text[_at];
            if (c is '{' or '[')
            {
                depth++;
            }
            else if (c is '}' or ']')
            {
                if (depth == 0)
                {
                    break;
                }

                depth--;
            }
            else if (depth == 0 && c is '\n' or ',')
            {
                _at++;
                return;
            }

            _at++;
        }

        if (_at == start)
        {
            _at++;
        }
    }

    private HoconOrigin Origin(int offset) => new(_source, offset);

    private void Report(SyntaxFaultException fault) => _session.ReportOrStop(Origin(fault.Offset), fault.Message);

    [SuppressMessage("Performance", "CA1822", Justification = "reads as the parser's own verb")]
    private SyntaxFaultException Fault(int offset, string message) => new(offset, message);

    /// <summary>The character at hand as a person would name it.</summary>
    private string Shown()
    {
        if (AtEnd)
        {
            return "the end of the text";
        }

        char c = _text[_at];
        return c switch
        {
            '\n' => "the end of the line",
            '"' => "a quoted string",
            _ when char.IsControl(c) || char.IsSurrogate(c) => $"the character U+{(int)c:X4}",
            _ => $"'{c}'",
        };
    }
}
