namespace Helios.Cli;

/// <summary>The option <c>--interval</c> of verbs that print again and again.</summary>
internal static class IntervalOption
{
    /// <summary>The option.</summary>
    /// <param name="seconds">What the verb takes without it, for the help.</param>
    internal static CliOption Of(int seconds) => new("--interval", ValueKind.Text, $"Seconds between readings ({seconds})") { ValueName = "SECONDS" };

    /// <summary>Its value; null when it was not given.</summary>
    internal static TimeSpan? Read(OptionValues options, CliOption option) => options.Value(option, SecondsText.ParsePositive);
}
