namespace Helios.Hocon;

/// <summary>One text that was parsed; origins point into it. Line starts are searched only when somebody asks for a line.</summary>
internal sealed class HoconSource(string name, string text)
{
    private int[]? _lineStarts;

    internal string Name { get; } = name;

    internal string Text { get; } = text;

    /// <summary>One-based line and column of a character offset.</summary>
    internal (int Line, int Column) Locate(int offset)
    {
        int[] starts = _lineStarts ??= FindLineStarts(Text);
        int found = Array.BinarySearch(starts, offset);
        int line = found >= 0 ? found : ~found - 1;
        return (line + 1, offset - starts[line] + 1);
    }

    internal string LineText(int line)
    {
        int[] starts = _lineStarts ??= FindLineStarts(Text);
        int start = starts[line - 1];
        int end = line < starts.Length ? starts[line] - 1 : Text.Length;
        return Text[start..end].TrimEnd('\r');
    }

    private static int[] FindLineStarts(string text)
    {
        List<int> starts = [0];
        for (int at = text.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\n', at + 1))
        {
            starts.Add(at + 1);
        }

        return [.. starts];
    }
}
