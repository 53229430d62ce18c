using System.Globalization;
using System.Text.RegularExpressions;

namespace Helios.Fleets;

/// <summary>Writes a replica's number into its texts: <c>{{index}}</c> is 1, 2, 3 …, <c>{{index+8079}}</c> is 8080, 8081 …</summary>
internal static partial class ReplicaText
{
    internal static string Expand(string text, int index)
        => text.Contains("{{", StringComparison.Ordinal)
            ? Pattern().Replace(text, match => (index + Offset(match)).ToString(CultureInfo.InvariantCulture))
            : text;

    internal static bool HasIndex(string text) => Pattern().IsMatch(text);

    private static long Offset(Match match)
        => match.Groups[1].Success ? long.Parse(match.Groups[1].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"\{\{\s*index\s*([+-]\d{1,9})?\s*\}\}")]
    private static partial Regex Pattern();
}
