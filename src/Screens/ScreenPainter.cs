using System.Globalization;
using System.Text;

namespace Helios.Screens;

/// <summary>Turns pictures into the fewest bytes: only cells that differ from what the terminal shows are written, so nothing flickers.</summary>
/// <param name="colours">Whether colours are wanted; attributes always are. See no-color.org.</param>
public sealed class ScreenPainter(bool colours)
{
    // Moving costs six bytes or so: a short run of equal cells is written again instead.
    private const int ShortRun = 5;

    private readonly bool _colours = colours;
    private ScreenBuffer? _shown;

    /// <summary>Forgets what the terminal shows: the next picture is written whole.</summary>
    public void Forget() => _shown = null;

    /// <summary>The escape sequences that make the terminal show a picture; empty when it does already.</summary>
    public string Paint(ScreenBuffer picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        StringBuilder text = new();
        bool whole = _shown is null || _shown.Columns != picture.Columns || _shown.Rows != picture.Rows;
        if (whole)
        {
            text.Append("\e[0m\e[H\e[2J");
        }

        CellStyle style = CellStyle.Plain;
        for (int row = 0; row < picture.Rows; row++)
        {
            PaintRow(text, picture, whole ? null : _shown, row, ref style);
        }

        if (style != CellStyle.Plain)
        {
            text.Append("\e[0m");
        }

        _shown = picture;

        // Synchronized output (DEC mode 2026): terminals that know it show the picture at once, others ignore it.
        return text.Length == 0 ? "" : $"\e[?2026h{text}\e[?2026l";
    }

    private void PaintRow(StringBuilder text, ScreenBuffer picture, ScreenBuffer? shown, int row, ref CellStyle style)
    {
        int cursor = -1;
        for (int column = 0; column < picture.Columns; column++)
        {
            ScreenBuffer.Cell cell = picture.At(column, row);
            if (cell.Character == ScreenBuffer.Cell.Covered || IsShown(picture, shown, column, row))
            {
                continue;
            }

            if (cursor >= 0 && column - cursor <= ShortRun && column > cursor)
            {
                for (int between = cursor; between < column; between++)
                {
                    Put(text, picture.At(between, row), ref style);
                }
            }
            else if (cursor != column)
            {
                text.Append(CultureInfo.InvariantCulture, $"\e[{row + 1};{column + 1}H");
            }

            Put(text, cell, ref style);
            cursor = column + CharacterWidth.Of(cell.Character);
        }
    }

    // A wide character is one with its covered cell.
    private static bool IsShown(ScreenBuffer picture, ScreenBuffer? shown, int column, int row)
    {
        ScreenBuffer.Cell blank = new(new Rune(' '), null, CellStyle.Plain);
        ScreenBuffer.Cell before = shown?.At(column, row) ?? blank;
        bool covers = column + 1 < picture.Columns && picture.At(column + 1, row).Character == ScreenBuffer.Cell.Covered;
        return before == picture.At(column, row) && (!covers || (shown is not null && shown.At(column + 1, row) == picture.At(column + 1, row)));
    }

    private void Put(StringBuilder text, ScreenBuffer.Cell cell, ref CellStyle style)
    {
        if (cell.Character == ScreenBuffer.Cell.Covered)
        {
            return;
        }

        CellStyle wanted = _colours ? cell.Style : cell.Style with { Foreground = CellColour.Normal };
        if (wanted != style)
        {
            text.Append("\e[0");
            foreach ((CellAttributes attribute, string code) in s_codes)
            {
                text.Append((wanted.Attributes & attribute) != 0 ? code : "");
            }

            if (wanted.Foreground != CellColour.Normal)
            {
                int colour = (int)wanted.Foreground;
                text.Append(CultureInfo.InvariantCulture, $";{(colour < 8 ? 30 + colour : 82 + colour)}");
            }

            text.Append('m');
            style = wanted;
        }

        cell.AppendTo(text);
    }

    private static readonly (CellAttributes Attribute, string Code)[] s_codes =
        [(CellAttributes.Bold, ";1"), (CellAttributes.Dim, ";2"), (CellAttributes.Underline, ";4"), (CellAttributes.Reverse, ";7")];
}
