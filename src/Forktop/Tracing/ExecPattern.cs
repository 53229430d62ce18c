namespace Helios.Forktop;

/// <summary>Which execs a breakpoint holds: a name (<c>gcc</c>), a path or pattern with stars (<c>/usr/*/cc1</c>), or part of the command line (<c>~-lfoo</c>).</summary>
internal sealed class ExecPattern(string text)
{
    /// <summary>As it was given.</summary>
    internal string Text { get; } = text;

    /// <summary>Whether a program is meant.</summary>
    internal bool Matches(ProgramImage image)
    {
        if (Text.StartsWith('~'))
        {
            return string.Join(' ', image.Arguments).Contains(Text[1..], StringComparison.Ordinal);
        }

        return Text.Contains('/', StringComparison.Ordinal)
            ? Glob(Text, image.Path) || Glob(Text, image.Executable)
            : Glob(Text, Path.GetFileName(image.Path)) || Glob(Text, Path.GetFileName(image.Executable));
    }

    private static bool Glob(string pattern, string text) => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);
}
