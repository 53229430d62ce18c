using System.Text;

namespace Helios.Screens;

/// <summary>A picture of the screen: cells with text and style. Text that does not fit is cut, and nothing in it can move the cursor.</summary>
public sealed class ScreenBuffer
{
    private const char ControlShown = '·';

    private readonly Cell[] _cells;

    /// <param name="columns">Width.</param>
    /// <param name="rows">Height.</param>
    public ScreenBuffer(int columns, int rows)
    {
        (Columns, Rows) = (Math.Max(1, columns), Math.Max(1, rows));
        _cells = new Cell[Columns * Rows];
        Clear();
    }

    /// <summary>Width.</summary>
    public int Columns { get; }

    /// <summary>Height.</summary>
    public int Rows { get; }

    /// <summary>Empties it.</summary>
    public void Clear() => Array.Fill(_cells, new Cell(new Rune(' '), null, CellStyle.Plain));

    /// <summary>Writes text on one row.</summary>
    /// <param name="column">Where it begins.</param>
    /// <param name="row">The row; one outside is ignored.</param>
    /// <param name="text">The text; control characters are shown as dots.</param>
    /// <param name="style">How.</param>
    /// <param name="width">How many cells it may take; what is left of them stays as it is.</param>
    /// <returns>The column after it.</returns>
    public int Write(int column, int row, string text, CellStyle style = default, int width = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (row < 0 || row >= Rows || column < 0)
        {
            return column;
        }

        int end = width > Columns - column ? Columns : column + width;
        foreach (Rune character in text.EnumerateRunes())
        {
            Rune shown = Rune.IsControl(character) ? new Rune(character.Value == '\t' ? ' ' : ControlShown) : character;
            int cells = CharacterWidth.Of(shown);
            if (cells == 0)
            {
                Combine(column - 1, row, shown);
                continue;
            }

            if (column + cells > end)
            {
                break;
            }

            Set(column, row, new Cell(shown, null, style));
            if (cells == 2)
            {
                Set(column + 1, row, new Cell(Cell.Covered, null, style));
            }

            column += cells;
        }

        return column;
    }

    /// <summary>Gives a whole row, or a part of it, another style.</summary>
    public void Style(int column, int row, int width, Func<CellStyle, CellStyle> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        for (int x = Math.Max(0, column); x < Math.Min(Columns, column + width) && row >= 0 && row < Rows; x++)
        {
            Cell cell = _cells[(row * Columns) + x];
            _cells[(row * Columns) + x] = cell with { Style = change(cell.Style) };
        }
    }

    /// <summary>Fills a part of a row with one character.</summary>
    public void Fill(int column, int row, int width, char character, CellStyle style = default)
    {
        for (int x = Math.Max(0, column); x < Math.Min(Columns, column + width) && row >= 0 && row < Rows; x++)
        {
            Set(x, row, new Cell(new Rune(character), null, style));
        }
    }

    /// <summary>The text of the rows, without styles and without spaces at the end: what tests compare.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        for (int row = 0; row < Rows; row++)
        {
            StringBuilder line = new();
            for (int column = 0; column < Columns; column++)
            {
                At(column, row).AppendTo(line);
            }

            text.Append(line.ToString().TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    internal Cell At(int column, int row) => _cells[(row * Columns) + column];

    private void Combine(int column, int row, Rune mark)
    {
        if (column < 0)
        {
            return;
        }

        int at = (row * Columns) + column;
        if (_cells[at].Character == Cell.Covered && column > 0)
        {
            at--;
        }

        // A pile of marks would not fit a cell, and is only made to annoy.
        if (_cells[at].Marks is not { Length: >= 4 })
        {
            _cells[at] = _cells[at] with { Marks = _cells[at].Marks + mark.ToString() };
        }
    }

    private void Set(int column, int row, Cell cell)
    {
        int at = (row * Columns) + column;

        // Half of a wide character cannot stay.
        if (_cells[at].Character == Cell.Covered && column > 0 && cell.Character != Cell.Covered)
        {
            _cells[at - 1] = _cells[at - 1] with { Character = new Rune(' '), Marks = null };
        }

        _cells[at] = cell;
        if (column + 1 < Columns && _cells[at + 1].Character == Cell.Covered && CharacterWidth.Of(cell.Character) == 1)
        {
            _cells[at + 1] = _cells[at + 1] with { Character = new Rune(' ') };
        }
    }

    /// <summary>One cell.</summary>
    internal readonly record struct Cell(Rune Character, string? Marks, CellStyle Style)
    {
        /// <summary>Stands for the second half of a wide character.</summary>
        internal static readonly Rune Covered = new(0xE000);

        internal void AppendTo(StringBuilder text)
        {
            if (Character != Covered)
            {
                text.Append(Character.ToString()).Append(Marks);
            }
        }
    }
}
