namespace Helios.Contracts;

/// <summary>What kind of thing kept a container from starting.</summary>
public enum LaunchFailure
{
    /// <summary>A step of the launch failed.</summary>
    Step,

    /// <summary>The specification has a fault.</summary>
    Validation,

    /// <summary>A container that is alive has the name.</summary>
    NameTaken,

    /// <summary>There is no such program in the container.</summary>
    NotFound,

    /// <summary>The program is there and cannot be executed.</summary>
    NotExecutable,
}
