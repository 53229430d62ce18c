using System.Text;

namespace Helios.Hocon;

/// <summary>Values: single ones, concatenations and substitutions.</summary>
internal sealed partial class TextParser
{
    /// <summary>Reads one value up to the end of the line, a comma, a closing bracket or a comment.</summary>
    private HoconValue ParseValue(string wanted)
    {
        int start = _at;
        HoconValue? first = null;
        ScratchStack<HoconValue> parts = _session.Parts;
        int mark = parts.Count;
        while (!AtEnd)
        {
            char c = _text[_at];
            HoconValue piece;
            switch (c)
            {
                case '{':
                    piece = ParseObject();
                    break;
                case '[':
                    piece = ParseArray();
                    break;
                case '"':
                    int quote = _at;
                    piece = new HoconScalar(HoconKind.String, ParseString(), Origin(quote));
                    break;
                case '$':
                    piece = ParseReference();
                    break;
                case '\n' or ',' or '}' or ']':
                    return Finish();
                default:
                    if (IsCommentAt(_at))
                    {
                        return Finish();
                    }

                    if (Characters.IsSpace(c))
                    {
                        if (!ParseSpace(first is not null, out SpaceNode? space))
                        {
                            return Finish();
                        }

                        if (space is null)
                        {
                            continue;
                        }

                        piece = space;
                    }
                    else
                    {
                        piece = ParseUnquoted(afterPiece: first is not null);
                    }

                    break;
            }

            if (first is null)
            {
                first = piece;
                continue;
            }

            if (parts.Count == mark)
            {
                parts.Push(first);
            }

            parts.Push(piece);
        }

        return Finish();

        HoconValue Finish() => first is null
            ? throw Fault(start, $"{Shown()} where {wanted} is expected; write null or \"\" when nothing is meant")
            : parts.Count == mark ? first : Concatenate(parts.PopFrom(mark), start);
    }

    /// <summary>
    /// White space inside a value. False when nothing but the end of the value follows; null when no piece came before it.
    /// </summary>
    private bool ParseSpace(bool afterPiece, out SpaceNode? space)
    {
        int start = _at;
        SkipSpace();
        space = null;
        if (AtEnd || _text[_at] is '\n' or ',' or '}' or ']' || IsCommentAt(_at))
        {
            return false;
        }

        if (afterPiece)
        {
            space = new SpaceNode(_session.Words.Get(_text.AsSpan(start, _at - start)), Origin(start));
        }

        return true;
    }

    /// <summary>One or more unquoted words with the white space between them.</summary>
    private HoconScalar ParseUnquoted(bool afterPiece)
    {
        int start = _at;
        int end = SkipWord();
        bool single = true;
        if (end == start)
        {
            throw Fault(_at, afterPiece
                ? $"{Shown()} cannot stand in an unquoted value; put the value in double quotes"
                : $"{Shown()} cannot start a value; put the value in double quotes");
        }

        while (!AtEnd)
        {
            char c = _text[_at];
            if (c == '\n' || !Characters.IsSpace(c))
            {
                break;
            }

            SkipSpace();
            int wordStart = _at;
            if (AtEnd || IsCommentAt(_at) || SkipWord() == wordStart)
            {
                break;
            }

            end = _at;
            single = false;
        }

        _at = end;
        if (!AtEnd && Characters.IsForbidden(_text[_at]) && _text[_at] is not (',' or '}' or ']' or '#' or '"' or '$' or '{' or '['))
        {
            throw Fault(_at, $"{Shown()} cannot stand in an unquoted value; put the value in double quotes");
        }

        ReadOnlySpan<char> text = _text.AsSpan(start, end - start);
        HoconKind kind = single ? Classify(text) : HoconKind.String;
        return new HoconScalar(kind, _session.Words.Get(text), Origin(start));
    }

    /// <summary>Skips one unquoted word and returns its end.</summary>
    private int SkipWord()
    {
        int start = _at;
        while (true)
        {
            int plain = _text.AsSpan(_at).IndexOfAnyExcept(Characters.Plain);
            if (plain < 0)
            {
                _at = _text.Length;
                return _at;
            }

            _at += plain;
            char c = _text[_at];
            bool partOfWord = c switch
            {
                '/' => !IsCommentAt(_at),
                '+' => IsExponentSign(start),
                _ => !Characters.IsForbidden(c) && !Characters.IsSpace(c),
            };
            if (!partOfWord)
            {
                return _at;
            }

            _at++;
        }
    }

    // '+' is reserved everywhere but in the exponent of a number.
    private bool IsExponentSign(int start) =>
        _at - start >= 2
        && _text[_at - 1] is 'e' or 'E'
        && _at + 1 < _text.Length
        && char.IsAsciiDigit(_text[_at + 1])
        && Characters.IsNumber(_text.AsSpan(start, _at - 1 - start));

    private static HoconKind Classify(ReadOnlySpan<char> word) => word switch
    {
        "true" or "false" => HoconKind.Boolean,
        "null" => HoconKind.Null,
        _ => Characters.IsNumber(word) ? HoconKind.Number : HoconKind.String,
    };

    private ReferenceNode ParseReference()
    {
        int start = _at;
        if (_at + 1 >= _text.Length || _text[_at + 1] != '{')
        {
            throw Fault(_at, "'$' cannot stand in an unquoted value; write ${path} for a substitution or put the value in double quotes");
        }

        _at += 2;
        bool optional = !AtEnd && _text[_at] == '?';
        if (optional)
        {
            _at++;
        }

        // Most paths are plain and come again and again: look the text up before taking it apart.
        string[]? path = null;
        int close = _text.AsSpan(_at).IndexOfAny('}', '\n', '"');
        if (close > 0 && _text[_at + close] == '}' && _session.TryGetPath(_text.AsSpan(_at, close), out path))
        {
            _at += close + 1;
            return NewReference(path, optional, environmentList: false, start);
        }

        int pathStart = _at;
        SkipSpace();
        if (!AtEnd && _text[_at] == '$')
        {
            throw Fault(_at, "a substitution inside a substitution; a path is fixed text");
        }

        path = ParsePathElements();
        bool environmentList = _text.AsSpan(_at).StartsWith("[]");
        if (environmentList)
        {
            _at += 2;
        }

        if (AtEnd || _text[_at] != '}')
        {
            throw Fault(AtEnd || _text[_at] == '\n' ? start : _at, "the substitution is never closed; add '}' after the path");
        }

        if (!environmentList)
        {
            _session.RememberPath(_text[pathStart.._at], path);
        }

        _at++;
        return NewReference(path, optional, environmentList, start);
    }

    private ReferenceNode NewReference(string[] path, bool optional, bool environmentList, int start)
    {
        if (_includedAt.Length == 0)
        {
            return new ReferenceNode(path, optional, environmentList, [], Origin(start));
        }

        string[][] candidates = new string[_includedAt.Length][];
        for (int i = 0; i < _includedAt.Length; i++)
        {
            candidates[i] = [.. _includedAt[i], .. path];
        }

        return new ReferenceNode(path, optional, environmentList, candidates, Origin(start));
    }

    /// <summary>Joins at once what has no substitution in it; the rest waits for the resolver.</summary>
    private HoconValue Concatenate(HoconValue[] pieces, int start)
    {
        if (Array.TrueForAll(pieces, piece => piece is HoconScalar or SpaceNode))
        {
            StringBuilder text = new();
            foreach (HoconValue piece in pieces)
            {
                text.Append(piece is SpaceNode space ? space.Text : ((HoconScalar)piece).Text);
            }

            return new HoconScalar(HoconKind.String, text.ToString(), Origin(start));
        }

        if (Array.TrueForAll(pieces, piece => piece is ObjectNode or HoconObject or SpaceNode))
        {
            ObjectNode merged = ObjectNode.From(pieces[0]);
            foreach (HoconValue later in pieces.Skip(1).Where(piece => piece is not SpaceNode))
            {
                merged.MergeFrom(ObjectNode.From(later));
            }

            return merged;
        }

        RefuseMixed(pieces, start);
        return new ConcatenationNode(pieces, Origin(start));
    }

    /// <summary>
    /// What can never be joined is refused where it is written, whether or not the key is set again. An object beside a list may be one with
    /// numeric keys.
    /// </summary>
    private void RefuseMixed(HoconValue[] pieces, int start)
    {
        bool hasText = Array.Exists(pieces, piece => piece is HoconScalar);
        bool hasList = Array.Exists(pieces, piece => piece is ArrayNode or HoconArray);
        HoconValue? plain = Array.Find(pieces, piece => piece is ObjectNode or HoconObject);
        if (hasText && plain is not null)
        {
            throw Fault(start, Resolver.MixedObject);
        }

        if (hasText && hasList)
        {
            throw Fault(start, "a list and a simple value stand side by side; put the value in brackets if it is meant as an element");
        }

        if (hasList && plain is not null && !NumericKeys.Any(ObjectNode.From(plain).Keys()))
        {
            throw Fault(start, "an object and a list stand side by side; put the object in brackets if it is meant as an element");
        }
    }
}
