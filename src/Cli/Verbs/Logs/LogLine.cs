using Helios.Allocator;

namespace Helios.Cli;

/// <summary>One line of a container's output.</summary>
/// <param name="Time">When its first bytes were read.</param>
/// <param name="Origin">The stream.</param>
/// <param name="Bytes">Without the newline.</param>
/// <param name="Whole">Whether a newline ended it.</param>
/// <param name="LostBefore">What was lost just before it, such as <c>3 records</c>; null when nothing was.</param>
internal sealed record LogLine(DateTimeOffset Time, LogOrigin Origin, ReadOnlyMemory<byte> Bytes, bool Whole, string? LostBefore);
