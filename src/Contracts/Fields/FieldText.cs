using System.Buffers;
using System.Collections.Immutable;

namespace Helios.Contracts;

/// <summary>The text forms of argument vectors.</summary>
internal static class FieldText
{
    private static readonly SearchValues<char> s_shellCharacters = SearchValues.Create("'\"\\$`|;&<>*");

    /// <summary>A list of words, or one text without quotes that is split at white space.</summary>
    /// <exception cref="FormatException">A text with quotes or shell characters: no shell would read it.</exception>
    internal static ImmutableArray<string> CommandOf(FieldValue value)
        => value is FieldValue.List ? FieldRows.TextsOf(value)
            : FieldRows.TextOf(value) is var text && text.AsSpan().ContainsAny(s_shellCharacters)
                ? throw new FormatException("a command with quotes or shell characters must be a list of words, such as [sh, -c, \"echo $HOME\"]")
                : [.. text.Split((char[])[' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The words separated by blanks, quoted where they need it.</summary>
    internal static string Quoted(ImmutableArray<string> words)
        => string.Join(' ', words.Select(static word => word.Length > 0 && !word.AsSpan().ContainsAny(' ', '"', '\n')
            ? word
            : $"\"{word.Replace("\"", "\\\"", StringComparison.Ordinal)}\""));
}
