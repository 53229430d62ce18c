namespace Helios.Actors;

/// <summary>What a supervisor does with a failed child.</summary>
public enum Directive
{
    /// <summary>Go on with the next message, state kept.</summary>
    Resume = 0,

    /// <summary>Go on with a new instance.</summary>
    Restart = 1,

    /// <summary>Fail in turn.</summary>
    Escalate = 2,

    /// <summary>Stop the child.</summary>
    Stop = 3,
}
