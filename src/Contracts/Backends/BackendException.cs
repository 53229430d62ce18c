namespace Helios.Contracts;

/// <summary>A backend could not do what it was asked. The message is one line: what, on what, why; errno stays below.</summary>
public sealed class BackendException : Exception
{
    /// <param name="cause">What the container's exit cause becomes when this ends a launch.</param>
    /// <param name="inner">What was underneath.</param>
    public BackendException(ExitCause.LaunchFailed cause, Exception? inner = null)
        : base(cause.Describe(), inner)
        => Cause = cause;

    /// <summary>The failure as an exit cause.</summary>
    public ExitCause.LaunchFailed Cause { get; }
}
