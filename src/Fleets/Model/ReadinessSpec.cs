using System.Collections.Immutable;
using System.Globalization;
using Helios.Contracts;

namespace Helios.Fleets;

/// <summary>How a container shows that it is ready for work.</summary>
public abstract record ReadinessSpec
{
    private ReadinessSpec()
    {
    }

    /// <summary>How long it may take; when the time is over the container is stopped and its restart policy decides. Null is without end.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Ready when it has run for a while.</summary>
    /// <param name="For">How long; zero is at once.</param>
    public sealed record Started(TimeSpan For) : ReadinessSpec
    {
        /// <inheritdoc/>
        public override string ToString() => For == TimeSpan.Zero ? "started" : $"started for {DurationText.Of(For)}";
    }

    /// <summary>Ready when it sends <c>READY=1</c> to the socket in <c>NOTIFY_SOCKET</c>. See sd_notify(3).</summary>
    public sealed record Notify : ReadinessSpec
    {
        /// <inheritdoc/>
        public override string ToString() => "notify";
    }

    /// <summary>Ready when it writes a line to descriptor 3, as s6 services do.</summary>
    public sealed record NewlineOnFd : ReadinessSpec
    {
        /// <summary>The descriptor's number in the container.</summary>
        public const int Descriptor = 3;

        /// <inheritdoc/>
        public override string ToString() => "newline on fd 3";
    }

    /// <summary>Ready when a TCP port of its own network accepts a connection.</summary>
    public sealed record TcpPort(int Port, TimeSpan Interval) : ReadinessSpec
    {
        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"tcp port {Port} every {DurationText.Of(Interval)}");
    }

    /// <summary>Ready when a command inside it ends with code 0.</summary>
    public sealed record Command(ImmutableArray<string> Words, TimeSpan Interval) : ReadinessSpec
    {
        /// <inheritdoc/>
        public override string ToString() => $"command {string.Join(' ', Words)} every {DurationText.Of(Interval)}";
    }
}
