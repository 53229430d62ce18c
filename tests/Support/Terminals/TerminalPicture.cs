using System.Globalization;
using System.Text;
using Helios.Linux;

namespace Helios.Support;

/// <summary>What a terminal shows after some output: the part of ECMA-48 that programs with a full screen use. Wide characters are not known to it.</summary>
public sealed class TerminalPicture
{
    private const char Escape = '\e';

    private readonly StringBuilder _sequence = new();
    private char[][] _cells;
    private int _column;
    private int _row;

    public TerminalPicture(WindowSize size) => _cells = Blank(size.Columns, size.Rows);

    /// <summary>The rows, each as wide as the terminal.</summary>
    public string[] Lines => [.. _cells.Select(static row => new string(row))];

    /// <summary>Whether the alternate screen is shown.</summary>
    public bool IsAlternate { get; private set; }

    /// <summary>Everything on the screen.</summary>
    public string Text => string.Join('\n', Lines.Select(static line => line.TrimEnd()));

    public void Resize(WindowSize size) => _cells = Blank(size.Columns, size.Rows);

    public void Write(ReadOnlySpan<char> output)
    {
        foreach (char c in output)
        {
            if (_sequence.Length > 0)
            {
                Continue(c);
            }
            else if (c == Escape)
            {
                _sequence.Append(c);
            }
            else
            {
                Put(c);
            }
        }
    }

    private static char[][] Blank(int columns, int rows) => [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Repeat(' ', columns).ToArray())];

    private void Continue(char c)
    {
        _sequence.Append(c);
        string so = _sequence.ToString();
        if (so.Length == 2 && c is '[' or ']')
        {
            return;
        }

        if (so[1] == '[')
        {
            if (so.Length > 2 && c is >= '@' and <= '~')
            {
                _sequence.Clear();
                Control(so[2..^1], c);
            }
        }
        else if (so[1] != ']' || c == '\a' || so.EndsWith("\e\\", StringComparison.Ordinal))
        {
            _sequence.Clear();
        }
    }

    private void Control(string parameters, char final)
    {
        int[] numbers = [.. parameters.TrimStart('?').Split(';').Select(static text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0)];
        switch (final)
        {
            case 'H':
                _row = Math.Max(1, numbers[0]) - 1;
                _column = Math.Max(1, numbers.Length > 1 ? numbers[1] : 1) - 1;
                break;
            case 'J' when numbers[0] == 2:
                _cells = Blank(_cells[0].Length, _cells.Length);
                break;
            case 'J':
                ClearLine();
                for (int row = _row + 1; row < _cells.Length; row++)
                {
                    Array.Fill(_cells[row], ' ');
                }

                break;
            case 'K':
                ClearLine();
                break;
            case 'h' or 'l' when parameters == "?1049":
                IsAlternate = final == 'h';
                _cells = Blank(_cells[0].Length, _cells.Length);
                break;
        }
    }

    private void ClearLine()
    {
        if (_row < _cells.Length && _column < _cells[_row].Length)
        {
            Array.Fill(_cells[_row], ' ', _column, _cells[_row].Length - _column);
        }
    }

    private void Put(char c)
    {
        switch (c)
        {
            case '\r':
                _column = 0;
                return;
            case '\n':
                if (_row + 1 < _cells.Length)
                {
                    _row++;
                    return;
                }

                _cells = [.. _cells.Skip(1), Enumerable.Repeat(' ', _cells[0].Length).ToArray()];
                return;
            case '\b':
                _column = Math.Max(0, _column - 1);
                return;
        }

        if (!char.IsControl(c) && _row < _cells.Length && _column < _cells[_row].Length)
        {
            _cells[_row][_column++] = c;
        }
    }
}
