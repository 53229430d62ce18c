namespace Helios.Linux;

/// <summary>Why a launch failed.</summary>
public enum SpawnFailure
{
    /// <summary>A step's system call returned an error.</summary>
    Errno,

    /// <summary>A step returned something else than the one result that it had to.</summary>
    UnexpectedResult,

    /// <summary>The child was killed from outside before it reached exec.</summary>
    Killed,
}
