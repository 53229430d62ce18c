using System.Globalization;
using Helios.Allocator;

namespace Helios.Cli;

/// <summary>Which lines are wanted.</summary>
internal sealed record LogChoice
{
    /// <summary>How many of the newest at most; null is all.</summary>
    internal int? Tail { get; init; }

    /// <summary>Not before this.</summary>
    internal DateTimeOffset? Since { get; init; }

    /// <summary>Not after this.</summary>
    internal DateTimeOffset? Until { get; init; }

    /// <summary>Only this stream; null is both.</summary>
    internal LogOrigin? Stream { get; init; }

    /// <summary>Whether to go on with what comes.</summary>
    internal bool Follow { get; init; }

    internal bool Wants(LogLine line)
        => (Stream is null || line.Origin == Stream) && (Since is null || line.Time >= Since) && (Until is null || line.Time <= Until);

    /// <summary>Reads a moment: <c>10m</c> ago, or a date and time.</summary>
    /// <exception cref="FormatException">Neither.</exception>
    internal static DateTimeOffset Moment(string text, DateTimeOffset now)
    {
        double scale = text is [.., 's' or 'm' or 'h' or 'd']
            ? text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 86400 }
            : 0;
        return scale > 0 && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count) && count * scale < (now - DateTimeOffset.MinValue).TotalSeconds
                ? now - TimeSpan.FromSeconds(count * scale)
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTimeOffset time) ? time
            : throw new FormatException($"'{text}' is not a moment: write a time ago such as 10m, or a date and time such as 2026-01-31T12:00:00");
    }
}
