using System.Globalization;

namespace Helios.Cli;

/// <summary>A number of seconds in an option's value.</summary>
internal static class SecondsText
{
    // What poll(2) and the timers of .NET can wait is a few days more.
    private const int Most = 2_000_000;

    /// <summary>Reads it; fractions are allowed.</summary>
    /// <exception cref="FormatException">It is none, or longer than anything here can wait.</exception>
    internal static TimeSpan Parse(string text)
        => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds <= Most
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException($"'{text}' is not a number of seconds from 0 to {Most}");

    /// <summary>Reads it; zero is refused.</summary>
    /// <inheritdoc cref="Parse" path="/exception"/>
    internal static TimeSpan ParsePositive(string text)
        => Parse(text) is var span && span > TimeSpan.Zero ? span : throw new FormatException($"'{text}' is not a number of seconds above 0");
}
