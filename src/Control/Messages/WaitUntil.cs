namespace Helios.Control;

/// <summary>How far a command waits; the numbers are the wire's.</summary>
public enum WaitUntil
{
    /// <summary>Until it is known that it can be done.</summary>
    Accepted,

    /// <summary>Until all is started, or down.</summary>
    Running,

    /// <summary>Until all is ready.</summary>
    Ready,
}
