using System.Net.Sockets;
using System.Text;
using Helios.Contracts;

namespace Helios.Supervisor;

/// <summary>The socket that one run's sd_notify(3) messages come to. It is mounted into the container, so whoever writes to it is of that container.</summary>
internal sealed class NotifySocket : IDisposable
{
    /// <summary>Where the container finds it.</summary>
    internal const string PathInside = "/run/helios/notify";

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly string _path;
    private bool _disposed;

    /// <param name="directory">A directory of the supervisor's own.</param>
    /// <param name="name">The container.</param>
    /// <exception cref="IOException">The directory cannot be made.</exception>
    /// <exception cref="SocketException">The socket cannot be made.</exception>
    internal NotifySocket(string directory, ContainerId name)
    {
        Directory.CreateDirectory(directory);
        _path = Path.Combine(directory, $"{name}.notify");
        File.Delete(_path);
        try
        {
            _socket.Bind(new UnixDomainSocketEndPoint(_path));

            // The container's user may be anybody; the directory around it lets nobody else in.
            File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The mount that brings it into the container.</summary>
    internal MountSpec Mount => new MountSpec.Bind { Source = _path, Target = PathInside };

    /// <summary>Gives every datagram to <paramref name="heard"/> until the socket is disposed.</summary>
    internal async Task ListenAsync(Action<string> heard)
    {
        byte[] buffer = new byte[NotifyMessage.MaxBytes];
        while (!_disposed)
        {
            try
            {
                int count = await _socket.ReceiveAsync(buffer, SocketFlags.None).ConfigureAwait(false);
                heard(Encoding.UTF8.GetString(buffer, 0, count));
            }
            catch (SocketException failure) when (failure.SocketErrorCode == SocketError.MessageSize)
            {
                // Longer than anything sd_notify sends: not for us.
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _socket.Dispose();
        File.Delete(_path);
    }
}
