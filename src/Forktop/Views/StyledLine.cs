using Helios.Screens;

namespace Helios.Forktop;

/// <summary>A line in pieces of different style.</summary>
internal sealed class StyledLine
{
    private readonly List<(string Text, CellStyle Style)> _pieces = [];

    internal StyledLine()
    {
    }

    internal StyledLine(string text, CellStyle style = default) => _pieces.Add((text, style));

    /// <summary>Adds a piece.</summary>
    internal StyledLine Add(string text, CellStyle style = default)
    {
        _pieces.Add((text, style));
        return this;
    }

    /// <summary>The text without style.</summary>
    internal string Text => string.Concat(_pieces.Select(static piece => piece.Text));

    /// <summary>Draws it.</summary>
    internal void Draw(ScreenBuffer screen, int column, int row, int width)
    {
        int end = column + width;
        foreach ((string text, CellStyle style) in _pieces)
        {
            column = screen.Write(column, row, text, style, Math.Max(0, end - column));
        }
    }

    /// <summary>The line in lines of at most so many characters, the later ones indented.</summary>
    internal IEnumerable<StyledLine> Wrap(int width, int indent)
    {
        StyledLine line = new();
        int room = width;
        foreach ((string text, CellStyle style) in _pieces)
        {
            string rest = text;
            while (rest.Length > room)
            {
                int cut = rest.LastIndexOf(' ', Math.Max(0, room - 1), Math.Max(1, room - 1));
                cut = cut < room / 2 ? room : cut + 1;
                line.Add(rest[..cut], style);
                yield return line;
                rest = rest[cut..];
                line = new StyledLine(new string(' ', indent));
                room = Math.Max(1, width - indent);
            }

            line.Add(rest, style);
            room -= rest.Length;
        }

        yield return line;
    }
}
