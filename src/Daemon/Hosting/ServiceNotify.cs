using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Helios.Daemon;

/// <summary>Tells the service manager how the daemon fares. Does nothing where no manager listens. See sd_notify(3).</summary>
internal sealed class ServiceNotify : IDisposable
{
    private readonly Socket? _socket;

    private ServiceNotify(Socket? socket, TimeSpan? watchdog) => (_socket, Watchdog) = (socket, watchdog);

    /// <summary>How often at least the manager wants to hear <c>WATCHDOG=1</c>; null is never.</summary>
    internal TimeSpan? Watchdog { get; }

    /// <summary>Reads NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID, and removes them, so that containers do not speak in our name.</summary>
    internal static ServiceNotify FromEnvironment()
    {
        string? address = Take("NOTIFY_SOCKET");
        string? microseconds = Take("WATCHDOG_USEC");
        string? pid = Take("WATCHDOG_PID");
        if (address is not ['/' or '@', ..])
        {
            return new ServiceNotify(null, null);
        }

        Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(address[0] == '@' ? "\0" + address[1..] : address));
        }
        catch (SocketException)
        {
            socket.Dispose();
            return new ServiceNotify(null, null);
        }

        bool ours = pid is null || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return new ServiceNotify(
            socket,
            ours && long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out long period) ? TimeSpan.FromMicroseconds(period) : null);
    }

    internal void Ready(string status) => Send($"READY=1\nSTATUS={status}");

    internal void Reloading()
        => Send(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={System.Diagnostics.Stopwatch.GetTimestamp() / (System.Diagnostics.Stopwatch.Frequency / 1_000_000)}"));

    internal void Stopping() => Send("STOPPING=1\nSTATUS=stopping the containers");

    internal void Alive() => Send("WATCHDOG=1");

    public void Dispose() => _socket?.Dispose();

    private void Send(string lines)
    {
        try
        {
            _socket?.Send(Encoding.UTF8.GetBytes(lines));
        }
        catch (SocketException)
        {
            // A manager that does not listen any more is no reason to stop supervising.
        }
    }

    private static string? Take(string name)
    {
        string? value = Environment.GetEnvironmentVariable(name);
        Environment.SetEnvironmentVariable(name, null);
        return value;
    }
}
