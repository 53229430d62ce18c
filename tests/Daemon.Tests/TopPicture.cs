using System.Text.RegularExpressions;

namespace Helios.Daemon.Tests;

/// <summary>The last whole picture that <c>helios top</c> drew.</summary>
internal sealed partial class TopPicture
{
    private const string Begin = "\e[H";
    private const string End = "\e[J";

    private TopPicture(string[] lines) => Lines = lines;

    internal string[] Lines { get; }

    /// <summary>Whether the last picture on a screen is as wanted.</summary>
    internal static Func<string, bool> Is(Func<TopPicture, bool> wanted) => screen => Last(screen) is { } picture && wanted(picture);

    /// <summary>The state of a container; null when it is not shown.</summary>
    internal string? StateOf(string name)
        => Lines.Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).FirstOrDefault(words => words.Length > 2 && words[0] == name)?[1];

    private static TopPicture? Last(string screen)
    {
        int end = screen.LastIndexOf(End, StringComparison.Ordinal);
        int begin = end < 0 ? -1 : screen.LastIndexOf(Begin, end, StringComparison.Ordinal);
        return begin < 0 ? null : new TopPicture(Style().Replace(screen[(begin + Begin.Length)..end], "").Split("\r\n"));
    }

    [GeneratedRegex("\e\\[[0-9]*m")]
    private static partial Regex Style();
}
