namespace Helios.Daemon;

/// <summary>The daemon cannot start; the message is for the operator.</summary>
internal sealed class DaemonException(string message) : Exception(message);
