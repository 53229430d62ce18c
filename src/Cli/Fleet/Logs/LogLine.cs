using Helios.Allocator;

namespace Helios.Cli;

/// <summary>One line of a container's output.</summary>
/// <param name="Time">When its first bytes were read.</param>
/// <param name="Origin">The stream.</param>
/// <param name="Bytes">Without the newline.</param>
/// <param name="Whole">Whether a newline ended it.</param>
/// <param name="MissedBefore">Records that were lost just before it.</param>
internal sealed record LogLine(DateTimeOffset Time, LogOrigin Origin, ReadOnlyMemory<byte> Bytes, bool Whole, long MissedBefore);
