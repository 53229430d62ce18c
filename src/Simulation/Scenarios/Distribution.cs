using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Hocon;

namespace Helios.Simulation;

/// <summary>A duration that chance decides.</summary>
public abstract record Distribution
{
    private Distribution()
    {
    }

    /// <summary>Draws one; never negative.</summary>
    /// <param name="chance">The container's own source of chance.</param>
    public abstract TimeSpan Draw(Random chance);

    /// <summary>
    /// Reads <c>5m</c>, <c>exponential(mean = 5m)</c>, <c>uniform(min = 1s, max = 3s)</c>, <c>empirical(1s, 5s, 9s)</c> or <c>empirical(journal = FILE)</c>;
    /// the names of the other arguments may be left out.
    /// </summary>
    /// <param name="text">One of these.</param>
    /// <param name="recorded">Finds what a journal has of this duration; null where a journal has none.</param>
    /// <exception cref="FormatException">It is none of these; the message says what is wrong.</exception>
    public static Distribution Parse(string text, Func<string, ImmutableArray<TimeSpan>>? recorded = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        int open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            return new Always(Duration(text));
        }

        string name = text[..open].Trim();
        string inner = text[(open + 1)..].TrimEnd();
        if (!inner.EndsWith(')'))
        {
            throw new FormatException($"'{text}' has no closing parenthesis");
        }

        string[] words = inner[..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return name switch
        {
            "exponential" => new Exponential(Arguments(name, words, "mean")[0]),
            "uniform" when Arguments(name, words, "min", "max") is [TimeSpan min, TimeSpan max] => min <= max
                ? new Uniform(min, max)
                : throw new FormatException($"uniform: min {DurationText.Of(min)} is more than max {DurationText.Of(max)}"),
            "empirical" when words is [string word] && JournalOf(word) is { } journal => new Empirical(
                recorded is null ? throw new FormatException("a journal has no such times: only start-time, ready-after and lifetime can be drawn from one") : recorded(journal)),
            "empirical" when words.Length > 0 => new Empirical([.. words.Select(Duration)]),
            "empirical" => throw new FormatException("empirical: at least one duration must be listed"),
            _ => throw new FormatException($"'{name}' is not a distribution: write a duration, exponential(MEAN), uniform(MIN, MAX) or empirical(DURATION, ...)"),
        };
    }

    private static string? JournalOf(string word) => word.Split('=', 2, StringSplitOptions.TrimEntries) is ["journal", { Length: > 0 } path] ? path : null;

    private static TimeSpan[] Arguments(string distribution, string[] words, params ReadOnlySpan<string> names)
    {
        if (words.Length != names.Length)
        {
            throw new FormatException($"{distribution} takes {string.Join(" and ", names!)}, not {words.Length} values");
        }

        TimeSpan[] values = new TimeSpan[names.Length];
        for (int i = 0; i < words.Length; i++)
        {
            string[] parts = words[i].Split('=', 2, StringSplitOptions.TrimEntries);
            int place = parts.Length == 1 ? i : names.IndexOf(parts[0]);
            if (place < 0)
            {
                throw new FormatException($"{distribution} has no '{parts[0]}': it takes {string.Join(" and ", names!)}");
            }

            values[place] = Duration(parts[^1]);
        }

        return values;
    }

    private static TimeSpan Duration(string text)
    {
        if (text.Length > 0 && char.IsAsciiDigit(text[^1]) && text != "0")
        {
            throw new FormatException($"'{text}' has no unit: write 250ms, 10s or 5m");
        }

        return !HoconUnits.TryParseDuration(text, out TimeSpan span, out string? fault) ? throw new FormatException(fault)
            : span < TimeSpan.Zero ? throw new FormatException($"'{text}' is negative")
            : span;
    }

    /// <summary>Always the same.</summary>
    /// <param name="Value">Which.</param>
    public sealed record Always(TimeSpan Value) : Distribution
    {
        /// <inheritdoc/>
        public override TimeSpan Draw(Random chance) => Value;
    }

    /// <summary>What happens at a constant rate: crashes, arrivals.</summary>
    /// <param name="Mean">The mean.</param>
    public sealed record Exponential(TimeSpan Mean) : Distribution
    {
        /// <inheritdoc/>
        public override TimeSpan Draw(Random chance)
        {
            ArgumentNullException.ThrowIfNull(chance);
            return TimeSpan.FromTicks((long)Math.Min(-Mean.Ticks * Logarithm.Of(1 - chance.NextDouble()), TimeSpan.MaxValue.Ticks / 4));
        }
    }

    /// <summary>Anything between two durations, each as likely.</summary>
    /// <param name="Min">The shortest.</param>
    /// <param name="Max">The longest.</param>
    public sealed record Uniform(TimeSpan Min, TimeSpan Max) : Distribution
    {
        /// <inheritdoc/>
        public override TimeSpan Draw(Random chance)
        {
            ArgumentNullException.ThrowIfNull(chance);
            return Min + TimeSpan.FromTicks((long)((Max - Min).Ticks * chance.NextDouble()));
        }
    }

    /// <summary>One of those that were seen.</summary>
    /// <param name="Samples">At least one.</param>
    public sealed record Empirical(ImmutableArray<TimeSpan> Samples) : Distribution
    {
        /// <inheritdoc/>
        public override TimeSpan Draw(Random chance)
        {
            ArgumentNullException.ThrowIfNull(chance);
            return Samples[chance.Next(Samples.Length)];
        }
    }
}
