using System.Globalization;
using System.Text;

namespace Helios.Cli;

/// <summary>The bytes of others as they may go to a terminal; see <see cref="TerminalText"/>. What is no UTF-8 stays, unless it is a control of eight bits.</summary>
internal static class TerminalBytes
{
    /// <summary>The same bytes with everything that a terminal would obey as <c>\x1b</c> or <c>\u202e</c>, without newlines and tabs.</summary>
    internal static ReadOnlySpan<byte> Escape(ReadOnlySpan<byte> text)
    {
        List<byte>? escaped = null;
        for (int at = 0; at < text.Length;)
        {
            bool isText = Rune.DecodeFromUtf8(text[at..], out Rune rune, out int length) == System.Buffers.OperationStatus.Done;

            // A byte that begins no character is looked at alone: it may be a control where characters have eight bits.
            length = isText ? length : 1;
            int value = isText ? rune.Value : text[at];
            bool obeyed = isText ? rune.IsBmp && TerminalText.IsObeyed((char)value) : value is >= 0x80 and < 0xa0;
            if (obeyed)
            {
                escaped ??= [.. text[..at]];
                escaped.AddRange(Encoding.ASCII.GetBytes(value < 0x100 ? "\\x" + value.ToString("x2", CultureInfo.InvariantCulture) : "\\u" + value.ToString("x4", CultureInfo.InvariantCulture)));
            }
            else
            {
                escaped?.AddRange(text.Slice(at, length));
            }

            at += length;
        }

        return escaped is null ? text : escaped.ToArray();
    }
}
