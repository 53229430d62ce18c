namespace Helios.Contracts;

/// <summary>Reads a name of an enumeration and nothing else.</summary>
/// <remarks>The framework's own reader also takes numbers with a sign, blanks around, and lists, whose values it joins bit by bit: "SETGID,KILL" would be SETUID.</remarks>
internal static class ExactName
{
    /// <summary>The value of a name, in either case.</summary>
    internal static bool TryParse<T>(ReadOnlySpan<char> text, out T value)
        where T : struct, Enum
    {
        foreach (string name in Enum.GetNames<T>())
        {
            if (text.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                value = Enum.Parse<T>(name);
                return true;
            }
        }

        value = default;
        return false;
    }
}
