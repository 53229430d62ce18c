using Helios.Linux;

namespace Helios.Control;

/// <summary>Listens on the control socket, checks who connects, and hands requests to a handler.</summary>
/// <remarks>
/// One epoll thread reads and parses; handlers run on the pool; replies are written by whoever has them and, when a client's
/// socket is full, by the epoll thread later. A client can only ever hurt its own connection.
/// </remarks>
public sealed class ControlServer : IReadinessHandler, IDisposable
{
    private readonly EventLoop _loop = new("helios control");
    private readonly Lock _gate = new();
    private readonly HashSet<ControlConnection> _connections = [];
    private readonly IControlHandler _handler;
    private readonly ControlAccess _access;
    private readonly UnixListener _listener;
    private readonly EventRegistration _accepting;
    private readonly string _path;
    private bool _disposed;

    /// <summary>Begins to listen. The caller holds the lock that keeps a second daemon from this path; a socket found there is a dead one's and is removed.</summary>
    /// <param name="path">The absolute path of the socket, at most 107 bytes.</param>
    /// <param name="access">Who may connect.</param>
    /// <param name="handler">Who answers.</param>
    /// <param name="options">The bounds.</param>
    /// <exception cref="SyscallException">The socket cannot be made there.</exception>
    /// <exception cref="ReasonException">Something else than a socket is there; it is left alone.</exception>
    public ControlServer(string path, ControlAccess access, IControlHandler handler, ControlServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        Options = options ?? new ControlServerOptions();
        (_path, _access, _handler) = (path, access, handler);
        try
        {
            RemoveSocket(path);
            _listener = UnixListener.Listen(path, Options.Mode);
            _accepting = _loop.Register(_listener, EventKinds.Readable, this);
        }
        catch
        {
            _listener?.Dispose();
            _loop.Dispose();
            throw;
        }
    }

    /// <summary>A connection came or went. Any thread.</summary>
    public event Action? ConnectionsChanged;

    /// <summary>Something went wrong that no client can be told, in one line.</summary>
    public event Action<string>? Trouble;

    /// <summary>Connections now.</summary>
    public int Connections
    {
        get
        {
            lock (_gate)
            {
                return _connections.Count;
            }
        }
    }

    internal ControlServerOptions Options { get; }

    internal EventLoop Loop => _loop;

    internal IControlHandler Handler => _handler;

    /// <inheritdoc/>
    public void OnReady(EventRegistration registration, EventKinds ready)
    {
        try
        {
            // Accept one connection per event so that a burst cannot starve established clients.
            if (_listener.TryAccept() is { } socket)
            {
                Admit(socket);
            }
        }
        catch (SyscallException failure)
        {
            Trouble?.Invoke($"a client could not be let in: {failure.Message}");
            if (failure.Errno is Errno.EMFILE or Errno.ENFILE)
            {
                DropOne();
            }
        }
    }

    /// <summary>Removes the socket and ends all connections; requests under way are cancelled.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        File.Delete(_path);
        _accepting.Dispose();
        _loop.Dispose();
        ControlConnection[] open;
        lock (_gate)
        {
            open = [.. _connections];
        }

        foreach (ControlConnection connection in open)
        {
            connection.End();
        }

        _listener.Dispose();
    }

    internal void Report(string trouble) => Trouble?.Invoke(trouble);

    internal void Remove(ControlConnection connection)
    {
        lock (_gate)
        {
            _connections.Remove(connection);
        }

        ConnectionsChanged?.Invoke();
    }

    private void Admit(UnixSocket socket)
    {
        PeerCredentials peer;
        try
        {
            peer = socket.GetPeer();
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        ControlPeer who = new(peer, ControlAccess.UserName(peer.UserId));
        ControlConnection connection = new(this, socket, who);
        Reply.Refused? refusal = Refusal(who);
        lock (_gate)
        {
            _connections.Add(connection);
        }

        ConnectionsChanged?.Invoke();
        connection.Begin(refusal);
    }

    private Reply.Refused? Refusal(ControlPeer who)
        => !_access.Allows(who.Credentials) ? Reply.Refused.Because(RefusalKind.Forbidden, $"{who} has no right to use this daemon; only root, its owner and its group have")
            : Connections >= Options.MostConnections ? Reply.Refused.Because(RefusalKind.Busy, $"{Options.MostConnections} clients are connected already")
            : null;

    // No descriptor is left even to say so: the one who waits longest would make the listener spin, so an old connection goes.
    private void DropOne()
    {
        ControlConnection? victim;
        lock (_gate)
        {
            victim = _connections.FirstOrDefault();
        }

        victim?.Close();
    }

    private static void RemoveSocket(string path)
    {
        if (!Path.Exists(path))
        {
            // Nothing, or a link that leads nowhere, which the listener will meet.
            return;
        }

        using (FileFd found = FileFd.Open(path, OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW))
        {
            if (!OpenFileMode.Of(found).IsSocket)
            {
                throw new ReasonException($"{path} is there and is not a socket; name another path for the control socket");
            }
        }

        KernelFile.Remove(path);
    }
}
