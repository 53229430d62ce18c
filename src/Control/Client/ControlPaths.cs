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

    private const string Name = "helios";

    /// <summary>The last part of the path.</summary>
    public const string SocketName = "heliosd.sock";

    /// <summary>
    /// Where the daemon on a socket keeps what outlives it, if nobody says otherwise: root's own daemon in <c>/var/lib/helios</c>, a user's own below
    /// <c>$XDG_STATE_HOME</c> or <c>~/.local/state</c>, every other one beside its socket.
    /// </summary>
    public static string StateOf(string socket)
    {
        if (OwnDirectory.TryForRunTime(Name) is not { } own || socket != Path.Join(own, SocketName))
        {
            return socket + ".state";
        }

        if (OwnDirectory.UserId == 0)
        {
            return Path.Join("/var/lib", Name);
        }

        return Environment.GetEnvironmentVariable("XDG_STATE_HOME") is ['/', ..] state ? Path.Join(state, Name)
            : Environment.GetEnvironmentVariable("HOME") is ['/', ..] home ? Path.Join(home, ".local/state", Name)
            : socket + ".state";
    }

    /// <summary>The socket by default: in the directory that <c>HELIOS_STATE_DIR</c> names, else <c>/run/helios/heliosd.sock</c> for root, else below the user's run-time directory.</summary>
    /// <exception cref="IOException">There is no directory that is only the user's.</exception>
    public static string Default()
        => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named
            : Path.Join(Installation.StateDirectory ?? OwnDirectory.ForRunTime(Name), SocketName);
}
