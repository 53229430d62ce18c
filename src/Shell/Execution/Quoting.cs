using System.Buffers;

namespace Helios.Shell;

/// <summary>Writes text so that the shell reads it back as one word.</summary>
internal static class Quoting
{
    private static readonly SearchValues<char> s_plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+./:,@%=");

    internal static string Quote(string text)
    {
        if (text.Length > 0 && text.AsSpan().IndexOfAnyExcept(s_plain) < 0)
        {
            return text;
        }

        return text.AsSpan().ContainsAnyInRange('\x01', '\x1f') ? Escapes.Quote(text) : Single(text);
    }

    /// <summary>Always in single quotes.</summary>
    internal static string Single(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
