using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Supervisor;

/// <summary>The socket that one run's sd_notify(3) messages come to.</summary>
/// <remarks>
/// Its name lies in a directory that nobody else may enter, and it is mounted into the container: that is how a container reaches it and nobody else
/// does. The kernel tells who sent each message all the same, and what comes from another control group is dropped.
/// </remarks>
internal sealed class NotifySocket : IDisposable
{
    /// <summary>Where the container finds it.</summary>
    internal const string PathInside = "/run/helios/notify";

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly string _directory;
    private readonly string _path;
    private bool _disposed;

    /// <param name="directory">A directory of the supervisor's own.</param>
    /// <param name="name">The container.</param>
    /// <exception cref="IOException">The directory cannot be made, or others may use it.</exception>
    /// <exception cref="SocketException">The socket cannot be made.</exception>
    internal NotifySocket(string directory, ContainerId name)
    {
        _directory = directory.Length > 0 ? directory : Path.Join(OwnDirectory.ForRunTime("helios"), string.Create(CultureInfo.InvariantCulture, $"notify-{Environment.ProcessId}"));
        OwnDirectory.Make(_directory);
        _path = Path.Combine(_directory, $"{name}.notify");
        File.Delete(_path);
        try
        {
            _socket.Bind(new UnixDomainSocketEndPoint(_path));
            UnixSocket.Borrow((int)_socket.Handle).TellSenders();

            // The container's user may be anybody. Nobody else can have changed what the name means: the directory has just been checked.
            File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The container, once there is one: whose messages are heard.</summary>
    internal IContainer? Container { get; set; }

    /// <summary>How many messages came from elsewhere.</summary>
    internal int Dropped { get; private set; }

    /// <summary>The mount that brings it into the container.</summary>
    internal MountSpec Mount => new MountSpec.Bind { Source = _path, Target = PathInside };

    /// <summary>Gives every datagram of the container to <paramref name="heard"/> until the socket is disposed.</summary>
    internal async Task ListenAsync(Action<string> heard)
    {
        byte[] buffer = new byte[NotifyMessage.MaxBytes];
        while (!_disposed)
        {
            try
            {
                // Waits for a datagram and leaves it: the call that takes it also tells who sent it.
                await _socket.ReceiveAsync(buffer.AsMemory(0, 1), SocketFlags.Peek).ConfigureAwait(false);
            }
            catch (SocketException longer) when (longer.SocketErrorCode == SocketError.MessageSize)
            {
                // So it always is: one byte was asked for.
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                return;
            }

            Take(buffer, heard);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _socket.Dispose();
        File.Delete(_path);
        KernelFile.TryRemoveDirectory(_directory);
    }

    private void Take(byte[] buffer, Action<string> heard)
    {
        try
        {
            int count = UnixSocket.Borrow((int)_socket.Handle).ReceiveFrom(buffer, out int sender);
            if (count < 0)
            {
                // Longer than anything sd_notify sends: not for us.
                return;
            }

            if (Container is { } container && !NotifySender.IsOf(container, sender))
            {
                Dropped++;
                return;
            }

            heard(Encoding.UTF8.GetString(buffer, 0, count));
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // Disposed meanwhile, or too many files are open: the next look tells which.
        }
    }
}
