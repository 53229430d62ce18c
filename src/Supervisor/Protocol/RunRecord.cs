using Helios.Contracts;

namespace Helios.Supervisor;

/// <summary>One run of a container, as its history keeps it.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Began">When the start began.</param>
/// <param name="Executed">When the program was executed; null when it never was.</param>
/// <param name="BecameReady">When it showed that it was ready; null when it never did.</param>
/// <param name="Ended">When it ended; null while it runs.</param>
/// <param name="Cause">Why it ended; null while it runs.</param>
/// <param name="StartedBy">Who asked for this run: a user, <c>restart policy</c>, <c>schedule</c>, a group.</param>
public sealed record RunRecord(
    int Number, DateTimeOffset Began, DateTimeOffset? Executed, DateTimeOffset? BecameReady, DateTimeOffset? Ended, ExitCause? Cause, string StartedBy);
