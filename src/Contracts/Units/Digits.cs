using System.Globalization;
using System.Numerics;

namespace Helios.Contracts;

/// <summary>Reads a number that is decimal digits and nothing else: the framework's own reader ignores NULs behind it.</summary>
internal static class Digits
{
    internal static bool TryParse<T>(ReadOnlySpan<char> text, out T value)
        where T : struct, INumberBase<T>
    {
        value = default;
        return !text.Contains('\0') && T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
