using Helios.Contracts;

namespace Helios.Cli;

/// <summary>What a verb adds to a run in the foreground.</summary>
internal sealed record ForegroundOptions
{
    /// <summary>Nothing.</summary>
    internal static ForegroundOptions None { get; } = new();

    /// <summary>Called once the command runs.</summary>
    internal Action<IContainer>? Started { get; init; }

    /// <summary>Within which time a TERM or HUP to helios ends the container, whatever the command does with a HUP; null only passes the signal on.</summary>
    internal TimeSpan? EndWithin { get; init; }
}
