using System.Collections.Immutable;
using System.Globalization;
using Helios.Hocon;
using Helios.Fleets;

namespace Helios.Simulation;

/// <summary>What a simulation must come to, such as <c>web.availability &gt;= 99.9%</c>.</summary>
/// <remarks>
/// The target is a container, a key of the fleet file (each replica counts), a group (each member counts) or <c>fleet</c>. Metrics: <c>availability</c> in
/// percent, <c>restarts</c>, <c>give-ups</c>, <c>starts-in-10m</c>, <c>log-lost</c> in bytes, <c>longest-outage</c> and <c>time-to-ready</c> as durations,
/// <c>stalls</c> (0 or 1 for each container).
/// </remarks>
/// <param name="Text">As it was written.</param>
/// <param name="Target">Whose.</param>
/// <param name="Metric">What.</param>
/// <param name="Operator"><c>&gt;=</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&lt;</c> or <c>==</c>.</param>
/// <param name="Value">How much: percent, a count, bytes or seconds.</param>
public sealed record Expectation(string Text, string Target, string Metric, string Operator, double Value)
{
    private static readonly string[] s_metrics = ["availability", "restarts", "give-ups", "starts-in-10m", "log-lost", "longest-outage", "time-to-ready", "stalls"];
    private static readonly string[] s_operators = [">=", "<=", "==", ">", "<"];

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It has not this form; the message says what is wrong.</exception>
    public static Expectation Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string? sign = s_operators.FirstOrDefault(one => text.Contains(one, StringComparison.Ordinal));
        if (sign is null)
        {
            throw new FormatException($"'{text}' compares nothing: write TARGET.METRIC >= VALUE, such as web.availability >= 99.9%");
        }

        string[] sides = text.Split(sign, 2, StringSplitOptions.TrimEntries);
        int dot = sides[0].LastIndexOf('.');
        if (dot <= 0)
        {
            throw new FormatException($"'{sides[0]}' has no metric: write TARGET.METRIC, such as web.availability");
        }

        string metric = sides[0][(dot + 1)..];
        return s_metrics.Contains(metric)
            ? new Expectation(text, sides[0][..dot], metric, sign, Number(metric, sides[1]))
            : throw new FormatException($"'{metric}' is not a metric: write {string.Join(", ", s_metrics)}");
    }

    /// <summary>Every container that does not keep it, in a line each; empty when all do.</summary>
    /// <exception cref="FormatException">The fleet has no such target.</exception>
    public ImmutableArray<string> Failures(SimulationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        ContainerTrack[] tracks = [.. result.Containers.Where(track => Target == GroupSpec.RootName || track.Id.ToString() == Target || track.Member.Key == Target || track.Member.Group == Target)];
        if (tracks.Length == 0)
        {
            throw new FormatException($"'{Text}': there is no container, key or group '{Target}' in {result.Fleet}");
        }

        ImmutableArray<string>.Builder failures = ImmutableArray.CreateBuilder<string>();
        foreach (ContainerTrack track in tracks)
        {
            double? measured = Measure(track, track.FiguresAt(result.Length));
            if (measured is null || !Holds(measured.Value))
            {
                failures.Add($"{Text}: {track.Id} has {Shown(measured)} (seed {result.Seed.ToString(CultureInfo.InvariantCulture)})");
            }
        }

        return failures.DrainToImmutable();
    }

    private double? Measure(ContainerTrack track, TrackFigures figures) => Metric switch
    {
        // What was never wanted was never missing.
        "availability" => (figures.Availability ?? 1) * 100,
        "restarts" => track.Restarts,
        "give-ups" => track.GiveUps,
        "starts-in-10m" => figures.MostStarts,
        "log-lost" => track.LogBytesLost,
        "longest-outage" => figures.LongestOutage.TotalSeconds,
        "stalls" => track.Stall is null ? 0 : 1,
        _ => figures.SlowestReady?.TotalSeconds,
    };

    private bool Holds(double measured) => Operator switch
    {
        ">=" => measured >= Value,
        "<=" => measured <= Value,
        ">" => measured > Value,
        "<" => measured < Value,
        _ => measured.Equals(Value),
    };

    private string Shown(double? measured) => (Metric, measured) switch
    {
        (_, null) => "never",
        ("availability", { } share) => ReportText.Percent(share / 100),
        ("longest-outage" or "time-to-ready", { } seconds) => ReportText.Short(TimeSpan.FromSeconds(seconds)),
        (_, { } number) => number.ToString("0.###", CultureInfo.InvariantCulture),
    };

    private static double Number(string metric, string text)
    {
        if (metric is "longest-outage" or "time-to-ready")
        {
            return HoconUnits.TryParseDuration(text, out TimeSpan span, out string? fault) && !char.IsAsciiDigit(text[^1])
                ? span.TotalSeconds
                : throw new FormatException(fault ?? $"'{text}' has no unit: write 30s or 5m");
        }

        string digits = metric == "availability" ? text.TrimEnd('%') : text;
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw new FormatException($"'{text}' is not a number{(metric == "availability" ? " of percent" : "")}");
    }
}
