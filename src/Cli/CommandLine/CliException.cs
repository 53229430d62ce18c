namespace Helios.Cli;

/// <summary>A refusal for the user: one line, said once, and the exit code that goes with it.</summary>
internal sealed class CliException : Exception
{
    /// <summary>The exit code for Helios' own errors, as podman has it.</summary>
    internal const int OwnError = 125;

    internal CliException(string message, int code = OwnError)
        : base(message)
        => Code = code;

    /// <summary>The exit code of the process.</summary>
    internal int Code { get; }
}
