using Helios.Support;

namespace Helios.Daemon.Tests;

/// <summary>What <c>helios top</c> shows on a terminal.</summary>
internal static class TopPicture
{
    /// <summary>The state of a container; null when it is not shown.</summary>
    internal static string? StateOf(this TerminalPicture picture, string name)
        => picture.Lines.Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).FirstOrDefault(words => words.Length > 2 && words[0] == name)?[1];
}
