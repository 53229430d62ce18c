using Helios.Contracts;

namespace Helios.Supervisor;

/// <summary>Where the standard streams of a container lead.</summary>
/// <param name="Own">The client's own descriptors; null captures the output in the log.</param>
/// <param name="OpenInput">Whether standard input is a pipe that attaching hands out.</param>
/// <param name="Size">The size a terminal begins with; null is the default.</param>
internal sealed record StreamChoice(ContainerIo? Own, bool OpenInput, TerminalSize? Size)
{
    /// <summary>Output to the log, no input.</summary>
    internal static StreamChoice Logged { get; } = new(null, false, null);
}
