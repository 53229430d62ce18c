using System.Globalization;

namespace Helios.Contracts;

/// <summary>Permission bits of a file as Unix writes them: in octal digits.</summary>
public static class OctalMode
{
    private const int AllBits = 8 * 8 * 8 * 8 - 1;

    /// <summary>Reads <c>755</c>, <c>0755</c> or <c>1777</c>.</summary>
    /// <exception cref="FormatException">Not octal, or more than the twelve bits there are.</exception>
    public static int Parse(string text)
    {
        int mode = 0;
        foreach (char digit in text)
        {
            mode = digit is >= '0' and <= '7' && mode <= AllBits ? (mode * 8) + (digit - '0') : throw Refusal(text);
        }

        return text.Length > 0 && mode <= AllBits ? mode : throw Refusal(text);
    }

    /// <summary>Such as <c>0755</c>.</summary>
    public static string Of(int mode) => Convert.ToString(mode, 8).PadLeft(4, '0');

    private static FormatException Refusal(string text)
        => new(string.Create(CultureInfo.InvariantCulture, $"'{text}' is not a file mode: write octal digits such as 1777"));
}
