using System.Text;

namespace Helios.Shell;

/// <summary>A shell pattern: <c>*</c>, <c>?</c> and bracket expressions, where they are not quoted. See POSIX, pattern matching notation.</summary>
internal sealed class Pattern
{
    private readonly List<Element> _elements = [];

    /// <param name="text">The characters.</param>
    /// <param name="isQuoted">Which of them stand for themselves.</param>
    internal Pattern(string text, IReadOnlyList<bool> isQuoted)
    {
        int at = 0;
        while (at < text.Length)
        {
            char c = text[at];
            if (isQuoted[at])
            {
                _elements.Add(new Element(ElementKind.Character, c));
            }
            else if (c == '*')
            {
                if (_elements.Count == 0 || _elements[^1].Kind != ElementKind.Any)
                {
                    _elements.Add(new Element(ElementKind.Any));
                }
            }
            else if (c == '?')
            {
                _elements.Add(new Element(ElementKind.One));
            }
            else if (c == '[' && BracketExpression.TryParse(text, isQuoted, at, out BracketExpression? bracket, out int end))
            {
                _elements.Add(new Element(ElementKind.Bracket, '\0', bracket));
                at = end;
                continue;
            }
            else
            {
                _elements.Add(new Element(ElementKind.Character, c));
            }

            at++;
        }
    }

    private enum ElementKind
    {
        Character,
        One,
        Any,
        Bracket,
    }

    /// <summary>Whether a text has a character that makes it a pattern.</summary>
    internal static bool IsPattern(string text, IReadOnlyList<bool> isQuoted)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!isQuoted[i] && text[i] is '*' or '?' or '[' && !isQuoted[i])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it begins with a dot: only then it matches hidden files.</summary>
    internal bool BeginsWithDot => _elements is [{ Kind: ElementKind.Character, Character: '.' }, ..];

    /// <summary>Whether all of a text matches. Backtracking is to the last star only, so the time is at most the product of the lengths.</summary>
    internal bool Matches(ReadOnlySpan<char> text)
    {
        int element = 0;
        int at = 0;
        int starElement = -1;
        int starAt = 0;
        while (at < text.Length)
        {
            if (element < _elements.Count && _elements[element].Kind == ElementKind.Any)
            {
                starElement = element++;
                starAt = at;
            }
            else if (element < _elements.Count && MatchOne(_elements[element], text, at, out int length))
            {
                element++;
                at += length;
            }
            else if (starElement >= 0)
            {
                element = starElement + 1;
                starAt += LengthAt(text, starAt);
                at = starAt;
            }
            else
            {
                return false;
            }
        }

        while (element < _elements.Count && _elements[element].Kind == ElementKind.Any)
        {
            element++;
        }

        return element == _elements.Count;
    }

    private static bool MatchOne(in Element element, ReadOnlySpan<char> text, int at, out int length)
    {
        if (element.Kind == ElementKind.Character)
        {
            length = 1;
            return text[at] == element.Character;
        }

        length = LengthAt(text, at);
        return element.Kind == ElementKind.One || element.Bracket!.Matches(text.Slice(at, length));
    }

    private static int LengthAt(ReadOnlySpan<char> text, int at)
        => char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;

    private readonly record struct Element(ElementKind Kind, char Character = '\0', BracketExpression? Bracket = null);
}

/// <summary><c>[a-z]</c>, <c>[!0-9]</c>, <c>[[:alpha:]_]</c></summary>
internal sealed class BracketExpression
{
    private readonly List<(int First, int Last)> _ranges = [];
    private readonly List<string> _classes = [];
    private bool _isNegated;

    private BracketExpression()
    {
    }

    /// <summary>Reads one.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="isQuoted">Which characters stand for themselves.</param>
    /// <param name="start">Where the bracket opens.</param>
    /// <param name="bracket">What it says.</param>
    /// <param name="end">Behind the bracket that closes it.</param>
    /// <returns>False when it is not closed: then the bracket is a character like others.</returns>
    internal static bool TryParse(string text, IReadOnlyList<bool> isQuoted, int start, out BracketExpression? bracket, out int end)
    {
        bracket = new BracketExpression();
        end = start + 1;
        if (end < text.Length && text[end] is '!' or '^' && !isQuoted[end])
        {
            bracket._isNegated = true;
            end++;
        }

        int first = end;
        while (end < text.Length)
        {
            if (text[end] == ']' && !isQuoted[end] && end > first)
            {
                end++;
                return true;
            }

            if (text[end] == '/')
            {
                return false;
            }

            if (text[end] == '[' && !isQuoted[end] && end + 1 < text.Length && text[end + 1] == ':' && text.IndexOf(":]", end + 2, StringComparison.Ordinal) is > 0 and int close)
            {
                bracket._classes.Add(text[(end + 2)..close]);
                end = close + 2;
                continue;
            }

            int low = Take(text, ref end);
            int high = low;
            if (end + 1 < text.Length && text[end] == '-' && !isQuoted[end] && !(text[end + 1] == ']' && !isQuoted[end + 1]))
            {
                end++;
                high = Take(text, ref end);
            }

            bracket._ranges.Add((low, high));
        }

        return false;
    }

    internal bool Matches(ReadOnlySpan<char> character)
    {
        int code = character.Length == 2 ? char.ConvertToUtf32(character[0], character[1]) : character[0];
        bool isIn = _ranges.Exists(range => code >= range.First && code <= range.Last) || _classes.Exists(name => IsIn(name, code));
        return isIn != _isNegated;
    }

    private static int Take(string text, ref int at)
    {
        if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
        {
            at += 2;
            return char.ConvertToUtf32(text[at - 2], text[at - 1]);
        }

        return text[at++];
    }

    private static bool IsIn(string name, int code)
    {
        if (!Rune.IsValid(code))
        {
            return false;
        }

        Rune rune = new(code);
        return name switch
        {
            "alpha" => Rune.IsLetter(rune),
            "digit" => code is >= '0' and <= '9',
            "alnum" => Rune.IsLetter(rune) || code is >= '0' and <= '9',
            "upper" => Rune.IsUpper(rune),
            "lower" => Rune.IsLower(rune),
            "space" => code is ' ' or (>= '\t' and <= '\r'),
            "blank" => code is ' ' or '\t',
            "punct" => code is > ' ' and < 127 && !char.IsAsciiLetterOrDigit((char)code),
            "print" => !Rune.IsControl(rune),
            "graph" => !Rune.IsControl(rune) && code != ' ',
            "cntrl" => Rune.IsControl(rune),
            "xdigit" => code < 128 && char.IsAsciiHexDigit((char)code),
            _ => false,
        };
    }
}
