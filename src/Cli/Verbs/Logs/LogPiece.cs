using Helios.Allocator;

namespace Helios.Cli;

/// <summary>A line of a log file, or the part of one that was written at a time.</summary>
/// <param name="UnixNanoseconds">The time of the record it came from; pieces of one record share it, those of different records do not.</param>
/// <param name="Origin">The stream.</param>
/// <param name="Bytes">What was written; ends in a newline unless more follows.</param>
/// <param name="Lost">What was lost at this place instead, such as <c>4096 bytes</c>; null when it is output.</param>
internal readonly record struct LogPiece(long UnixNanoseconds, LogOrigin Origin, ReadOnlyMemory<byte> Bytes, string? Lost);
