using System.Globalization;
using System.Text;
using Helios.Linux;

namespace Helios.Shell;

/// <summary>Draws the prompt and the line, over as many rows as they need.</summary>
internal sealed class EditScreen(SafeFd terminal)
{
    private int _cursorRow;
    private string? _prompt;
    private (int Row, int Column, int Columns) _behindPrompt;

    /// <summary>Begins on a fresh row.</summary>
    internal void Begin() => (_cursorRow, _prompt) = (0, null);

    /// <summary>Draws the line anew, and the prompt when it is another one or the window has changed.</summary>
    /// <param name="prompt">In front; may have colours and line breaks.</param>
    /// <param name="text">The line.</param>
    /// <param name="cursor">Where the cursor is in it.</param>
    /// <param name="styles">How each of its characters looks.</param>
    internal void Draw(string prompt, string text, int cursor, IReadOnlyList<TextStyle> styles)
    {
        int columns = Math.Max(2, Columns());
        StringBuilder output = new();
        int row = 0;
        int column = 0;
        bool keepsPrompt = prompt == _prompt && columns == _behindPrompt.Columns;
        int up = _cursorRow - (keepsPrompt ? _behindPrompt.Row : 0);
        output.Append(up > 0 ? string.Create(CultureInfo.InvariantCulture, $"\x1b[{up}A") : "").Append('\r');
        if (keepsPrompt)
        {
            (row, column, _) = _behindPrompt;
            output.Append(column > 0 ? string.Create(CultureInfo.InvariantCulture, $"\x1b[{column}C") : "").Append("\x1b[J");
        }
        else
        {
            output.Append("\x1b[J");
            AddPrompt(output, prompt, columns, ref row, ref column);
            (_prompt, _behindPrompt) = (prompt, (row, column, columns));
        }

        (int Row, int Column) place = (0, 0);
        TextStyle style = TextStyle.Plain;
        for (int i = 0; i < text.Length; i++)
        {
            if (i == cursor)
            {
                place = (row, column);
            }

            if (styles[i] != style)
            {
                style = styles[i];
                output.Append(Colours.SequenceOf(style));
            }

            Add(output, text, ref i, columns, ref row, ref column);
        }

        output.Append(style == TextStyle.Plain ? "" : Colours.SequenceOf(TextStyle.Plain));
        if (column == columns)
        {
            // The terminal waits with the next row until something is written there.
            output.Append("\r\n");
            row++;
            column = 0;
        }

        place = cursor >= text.Length ? (row, column) : place.Column == columns ? (place.Row + 1, 0) : place;
        output.Append(row > place.Row ? string.Create(CultureInfo.InvariantCulture, $"\x1b[{row - place.Row}A") : "");
        output.Append('\r').Append(place.Column > 0 ? string.Create(CultureInfo.InvariantCulture, $"\x1b[{place.Column}C") : "");
        _cursorRow = place.Row;
        Write(output.ToString());
    }

    /// <summary>Writes to the terminal as it is.</summary>
    internal void Write(string text)
    {
        ReadOnlySpan<byte> bytes = ByteText.Encode(text);
        while (!bytes.IsEmpty)
        {
            int count = DescriptorIo.TryWrite(terminal, bytes, out Errno errno);
            if (errno != Errno.None)
            {
                return;
            }

            bytes = bytes[count..];
        }
    }

    /// <summary>The width of the window.</summary>
    internal int Columns()
    {
        try
        {
            return Terminal.GetWindowSize(terminal).Columns is > 0 and ushort columns ? columns : 80;
        }
        catch (SyscallException)
        {
            return 80;
        }
    }

    private static void AddPrompt(StringBuilder output, string prompt, int columns, ref int row, ref int column)
    {
        for (int i = 0; i < prompt.Length; i++)
        {
            if (prompt[i] == '\x1b')
            {
                // Colours take no room.
                int end = i + 1;
                while (end < prompt.Length && !char.IsAsciiLetter(prompt[end]))
                {
                    end++;
                }

                output.Append(prompt, i, Math.Min(end + 1, prompt.Length) - i);
                i = end;
            }
            else
            {
                Add(output, prompt, ref i, columns, ref row, ref column);
            }
        }
    }

    private static void Add(StringBuilder output, string text, ref int at, int columns, ref int row, ref int column)
    {
        if (text[at] == '\n')
        {
            output.Append("\r\n");
            row++;
            column = 0;
            return;
        }

        string shown = Shown(text, ref at, out int width);
        if (column + width > columns)
        {
            row++;
            column = 0;
        }

        output.Append(shown);
        column += width;
    }

    /// <summary>What stands for a character on the screen: control characters and stray bytes must not reach it as they are.</summary>
    private static string Shown(string text, ref int at, out int width)
    {
        char c = text[at];
        if (char.IsHighSurrogate(c) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
        {
            at++;
            width = CharacterWidth.Of(char.ConvertToUtf32(c, text[at]));
            return text.Substring(at - 1, 2);
        }

        if (char.IsSurrogate(c))
        {
            width = 1;
            return "?";
        }

        if (char.IsControl(c))
        {
            width = 2;
            return c < ' ' ? $"^{(char)(c + '@')}" : "^?";
        }

        width = CharacterWidth.Of(c);
        return c.ToString();
    }
}

/// <summary>How many columns a character takes.</summary>
internal static class CharacterWidth
{
    internal static int Of(int code)
    {
        if (code < 0x300)
        {
            return 1;
        }

        UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(code);
        if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format)
        {
            return 0;
        }

        // The blocks of East Asian scripts and of pictures.
        return code is (>= 0x1100 and <= 0x115f) or (>= 0x2e80 and <= 0xa4cf) or (>= 0xac00 and <= 0xd7a3) or (>= 0xf900 and <= 0xfaff)
            or (>= 0xfe30 and <= 0xfe6f) or (>= 0xff00 and <= 0xff60) or (>= 0xffe0 and <= 0xffe6) or (>= 0x1f300 and <= 0x1faff) or (>= 0x20000 and <= 0x3fffd) ? 2 : 1;
    }
}
