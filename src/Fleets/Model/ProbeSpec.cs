using System.Collections.Immutable;
using System.Globalization;

namespace Helios.Fleets;

/// <summary>One question asked of a running container.</summary>
public abstract record ProbeSpec
{
    private ProbeSpec()
    {
    }

    /// <summary>A command inside the container, with the container's rights; code 0 is yes.</summary>
    public sealed record Command(ImmutableArray<string> Words) : ProbeSpec
    {
        /// <inheritdoc/>
        public override string ToString() => $"command {string.Join(' ', Words)}";
    }

    /// <summary>A TCP connection to a port of the container's own network.</summary>
    public sealed record Tcp(int Port) : ProbeSpec
    {
        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"tcp port {Port}");
    }

    /// <summary>An HTTP GET on a port of the container's own network; a status of 200 to 399 is yes.</summary>
    /// <param name="Port">The port.</param>
    /// <param name="Path">The path with its query, beginning with a slash.</param>
    public sealed record Http(int Port, string Path) : ProbeSpec
    {
        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"http port {Port} {Path}");
    }
}
