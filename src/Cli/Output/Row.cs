namespace Helios.Cli;

/// <summary>One value of a row: a text, a number, a truth, a list of texts, a list of rows, or nothing.</summary>
/// <param name="Name">As JSON and templates name it, in kebab-case.</param>
/// <param name="Value">A string, long, int, bool, double, IEnumerable of string, IEnumerable of Row, DateTimeOffset or null.</param>
internal readonly record struct Field(string Name, object? Value);

/// <summary>One line of output: what the table shows, and all there is for JSON and templates.</summary>
/// <param name="Cells">In the order of the table's columns.</param>
/// <param name="Fields">Everything.</param>
internal sealed record Row(string[] Cells, Field[] Fields)
{
    /// <summary>The cells as one line: a row inside a row, where that has only room for a text.</summary>
    public override string ToString() => string.Join(' ', Cells);
}
