using Helios.Contracts;
using Helios.Linux;

namespace Helios.Control;

/// <summary>Where the control socket of a user's daemon is.</summary>
public static class ControlPaths
{
    /// <summary>What heliosd returns when another one has the socket: EX_TEMPFAIL of sysexits(3).</summary>
    public const int ExitCodeOfSecondDaemon = 75;

    /// <summary>The variable that names another socket.</summary>
    public const string Variable = "HELIOS_SOCKET";

    /// <summary>The last part of the path.</summary>
    public const string SocketName = "heliosd.sock";

    /// <summary>The socket by default: in the directory that <c>HELIOS_STATE_DIR</c> names, else <c>/run/helios/heliosd.sock</c> for root, else below the user's run-time directory.</summary>
    /// <exception cref="IOException">There is no directory that is only the user's.</exception>
    public static string Default()
        => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named
            : Path.Join(Installation.StateDirectory ?? OwnDirectory.ForRunTime("helios"), SocketName);
}
