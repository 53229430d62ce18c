namespace Helios.Daemon;

/// <summary>The daemon cannot start; the message is for the operator.</summary>
internal sealed class DaemonException(string message, int exitCode = 1) : Exception(message)
{
    /// <summary>What the program returns.</summary>
    internal int ExitCode { get; } = exitCode;
}
