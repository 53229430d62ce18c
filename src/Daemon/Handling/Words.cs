using System.Text;

namespace Helios.Daemon;

/// <summary>The words of enums as the command line and the fleet file spell them.</summary>
internal static class Words
{
    /// <summary><c>BackingOff</c> becomes <c>backing-off</c>.</summary>
    internal static string Of<T>(T value)
        where T : struct, Enum
    {
        StringBuilder text = new();
        foreach (char c in value.ToString())
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0)
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
