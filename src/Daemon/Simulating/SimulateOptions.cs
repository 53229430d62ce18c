using System.Collections.Immutable;
using System.Globalization;
using Helios.Hocon;
using Helios.Simulation;
using Helios.Fleets;

namespace Helios.Daemon;

/// <summary>What <c>heliosd simulate</c> is asked for.</summary>
internal sealed record SimulateOptions
{
    /// <summary>The most runs of one command.</summary>
    internal const int MaxRuns = 100_000;

    /// <summary>The fleet file.</summary>
    internal string Fleet { get; init; } = "helios.hocon";

    /// <summary>The scenario file; null is one in which everything runs steadily.</summary>
    internal string? Scenario { get; init; }

    /// <summary>The journal to repeat; null for none.</summary>
    internal string? Replay { get; init; }

    /// <summary>How long, in virtual time.</summary>
    internal TimeSpan Length { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The first seed.</summary>
    internal int Seed { get; init; } = 1;

    /// <summary>How many seeds.</summary>
    internal int Runs { get; init; } = 1;

    /// <summary>What must come out.</summary>
    internal ImmutableArray<Expectation> Expectations { get; init; } = [];

    /// <summary>Values over the fleet file.</summary>
    internal ImmutableArray<FleetOverride> Overrides { get; init; } = [];

    /// <summary>Where every message is written; null is nowhere.</summary>
    internal string? Trace { get; init; }

    /// <summary>Where the page with the picture is written; null is nowhere.</summary>
    internal string? Html { get; init; }

    /// <summary>Whether the report is JSON.</summary>
    internal bool Json { get; init; }

    /// <summary>Whether only failures are printed.</summary>
    internal bool Quiet { get; init; }

    /// <summary>Reads the words after <c>simulate</c>.</summary>
    /// <exception cref="FormatException">The message is for the user and begins with the option.</exception>
    internal static SimulateOptions Parse(IReadOnlyList<string> words)
    {
        SimulateOptions options = new();
        bool named = false;
        for (int i = 0; i < words.Count; i++)
        {
            if (words[i].Length == 0)
            {
                throw new FormatException("'': a fleet file must have a name");
            }

            if (!words[i].StartsWith('-'))
            {
                options = named ? throw new FormatException($"'{words[i]}': one fleet file is enough") : options with { Fleet = words[i] };
                named = true;
                continue;
            }

            if (words[i] == "--quiet")
            {
                options = options with { Quiet = true };
                continue;
            }

            int equals = words[i].IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? words[i] : words[i][..equals];
            string value = equals >= 0 ? words[i][(equals + 1)..]
                : i + 1 < words.Count ? words[++i]
                : throw new FormatException($"{name}: a value must follow");
            try
            {
                options = value.Length > 0 ? options.With(name, value) : throw new FormatException("a value must follow");
            }
            catch (FormatException fault)
            {
                throw new FormatException($"{name}: {fault.Message}");
            }
        }

        return options is { Scenario: not null, Replay: not null } ? throw new FormatException("--replay: it is a scenario itself; leave out --scenario")
            : options is { Runs: > 1, Trace: not null } ? throw new FormatException("--trace: one run only, leave out --runs")
            : options;
    }

    private SimulateOptions With(string name, string value) => name switch
    {
        "--scenario" => this with { Scenario = value },
        "--replay" => this with { Replay = value },
        "--for" => this with { Length = Duration(value) },
        "--seed" => this with { Seed = Number(value, 0, int.MaxValue) },
        "--runs" => this with { Runs = Number(value, 1, MaxRuns) },
        "--assert" => this with { Expectations = Expectations.Add(Expectation.Parse(value)) },
        "--set" => this with { Overrides = Overrides.Add(FleetOverride.Parse(value)) },
        "--trace" => this with { Trace = value },
        "--html" => this with { Html = value },
        "--format" => this with { Json = value switch { "json" => true, "text" => false, _ => throw new FormatException($"'{value}' is not one of text, json") } },
        _ => throw new FormatException("no such option"),
    };

    private static int Number(string text, int min, int max)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= min && number <= max
            ? number
            : throw new FormatException(FormattableString.Invariant($"'{text}' is not a whole number from {min} to {max}"));

    private static TimeSpan Duration(string text)
        => text.Length > 0 && char.IsAsciiDigit(text[^1]) ? throw new FormatException($"'{text}' has no unit: write 30m, 24h or 7d")
            : !HoconUnits.TryParseDuration(text, out TimeSpan span, out string? fault) ? throw new FormatException(fault)
            : span > TimeSpan.Zero ? span
            : throw new FormatException($"'{text}' is not more than 0");
}
