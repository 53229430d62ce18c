using System.Text;

namespace Helios.Hocon;

/// <summary>One thing that is wrong, with its place.</summary>
/// <param name="Origin">Where it is wrong.</param>
/// <param name="Message">What is wrong and, after a semicolon, why or what to do; one line.</param>
/// <param name="Path">The path of the value concerned, when it has one.</param>
public sealed record HoconFault(HoconOrigin Origin, string Message, string? Path = null)
{
    private const int LongestLine = 160;

    /// <summary><c>file:line:column: what; what to do</c>, then the line itself with a caret under the place.</summary>
    public override string ToString()
    {
        string line = Origin.LineText;
        if (line.Length == 0)
        {
            return $"{Origin}: {Message}";
        }

        // A generated file may be one line of a megabyte: show the part around the place.
        int column = Math.Min(Origin.Column - 1, line.Length);
        int start = line.Length <= LongestLine ? 0 : Math.Max(0, column - (LongestLine / 2));
        int length = Math.Min(LongestLine, line.Length - start);
        StringBuilder text = new();
        text.Append(Origin).Append(": ").AppendLine(Message);
        text.Append("    ");
        AppendPrintable(text, line.AsSpan(start, length));
        text.AppendLine().Append("    ");
        foreach (char c in line.AsSpan(start, column - start))
        {
            text.Append(c == '\t' ? '\t' : ' ');
        }

        return text.Append('^').ToString();
    }

    // The line comes from a file that may be hostile to terminals.
    private static void AppendPrintable(StringBuilder text, ReadOnlySpan<char> line)
    {
        foreach (char c in line)
        {
            text.Append(char.IsControl(c) && c != '\t' ? '\uFFFD' : c);
        }
    }
}
