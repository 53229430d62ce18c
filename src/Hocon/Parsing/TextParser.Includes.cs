namespace Helios.Hocon;

/// <summary>Include statements.</summary>
internal sealed partial class TextParser
{
    private const string Include = "include";

    // The bare word only: include-dir, include.x and "include" are keys.
    private bool IsInclude()
    {
        ReadOnlySpan<char> rest = _text.AsSpan(_at);
        if (!rest.StartsWith(Include))
        {
            return false;
        }

        rest = rest[Include.Length..];
        return rest.IsEmpty || Characters.IsForbidden(rest[0]) || Characters.IsSpace(rest[0]);
    }

    private void ParseInclude(ObjectNode into)
    {
        int start = _at;
        _at += Include.Length;
        SkipBlank();
        bool required = false;
        string name = ParseIncludeName(start, ref required);
        if (!_session.Options.AllowIncludes)
        {
            throw Fault(start, "includes are not allowed here");
        }

        if (new IncludeReader(_session, Origin(start), _source.Name, _directory).Read(name, required, ParseIncluded) is { } included)
        {
            into.MergeFrom(included);
        }
    }

    private string ParseIncludeName(int start, ref bool required)
    {
        if (!AtEnd && _text[_at] == '"')
        {
            return CheckedName(ParseString(), start);
        }

        int wordStart = _at;
        while (!AtEnd && char.IsAsciiLetter(_text[_at]))
        {
            _at++;
        }

        string word = _text[wordStart.._at];
        if (AtEnd || _text[_at] != '(')
        {
            throw Fault(start, "include needs a quoted file name, file(\"…\") or required(\"…\"); quote the word if a key is meant");
        }

        _at++;
        SkipBlank();
        string name;
        switch (word)
        {
            case "required" when !required:
                required = true;
                name = ParseIncludeName(start, ref required);
                break;
            case "file":
                name = !AtEnd && _text[_at] == '"' ? ParseString() : throw Fault(_at, "file() needs a quoted file name");
                break;
            case "url":
                throw Fault(wordStart, "include url(…) is refused: a configuration is never loaded from the network; save it beside this file");
            case "classpath" or "package":
                throw Fault(wordStart, $"include {word}(…) is refused: there is no class path; use file(\"…\")");
            default:
                throw Fault(wordStart, $"include {word}(…) is unknown; use a quoted file name, file(\"…\") or required(\"…\")");
        }

        SkipBlank();
        if (AtEnd || _text[_at] != ')')
        {
            throw Fault(wordStart, $"{word}( is never closed; add ')'");
        }

        _at++;
        return name;
    }

    // The heuristic of the specification: a known protocol makes a URL.
    private string CheckedName(string name, int start)
    {
        int colon = name.IndexOf("://", StringComparison.Ordinal);
        return colon > 0 && name.AsSpan(0, colon).IndexOfAnyExceptInRange('a', 'z') < 0
            ? throw Fault(start, $"include of the URL {Quoting.Quote(name)} is refused: a configuration is never loaded from the network; save it beside this file")
            : name;
    }

    private ObjectNode? ParseIncluded(HoconSource source, string directory)
    {
        string[] place = [.. _place];
        string[][] includedAt = place.Length == 0 || (_includedAt.Length > 0 && _includedAt[0].Length == place.Length)
            ? _includedAt
            : [place, .. _includedAt];
        HoconValue root = new TextParser(_session, source, directory, includedAt, place, _depth).ParseDocument();
        if (root is ObjectNode or HoconObject)
        {
            return ObjectNode.From(root);
        }

        _session.ReportOrStop(root.Origin, "an included file must be an object, and this one is a list");
        return null;
    }
}
