namespace Helios.Linux;

/// <summary>What a record does with its result, where the usual "any errno is a failure" does not fit.</summary>
public readonly record struct SpawnRule
{
    /// <summary>An errno that is no failure here; <see cref="Errno.None"/> tolerates none.</summary>
    public Errno ToleratedErrno { get; init; }

    /// <summary>For a nested clone: its parent side (result above zero) reports the pid and exits, the child goes on with the script.</summary>
    public bool ExitIfPositive { get; init; }

    /// <summary>The one result that is a success, for example 1 for the read of a synchronization byte.</summary>
    public long? RequiredResult { get; init; }
}
