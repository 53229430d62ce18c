using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Helios.Linux;

namespace Helios.Control.Tests;

/// <summary>A server on a socket of its own, with a handler that the test chooses.</summary>
internal sealed class TestServer : IControlHandler, IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("helios-control-").FullName;
    private readonly Func<ControlCall, Task<Answer>> _answer;

    [SuppressMessage("Interoperability", "CA1416", Justification = "The tests run on Linux.")]
    internal TestServer(Func<ControlCall, Task<Answer>>? answer = null, ControlServerOptions? options = null, ControlAccess? access = null)
    {
        _answer = answer ?? (static _ => Task.FromResult<Answer>(new Reply.Done()));
        Path = System.IO.Path.Join(_directory, "s");
        if (access is { } other && !other.Allows(Me()))
        {
            File.SetUnixFileMode(_directory, (UnixFileMode)0x1FF);
        }

        Server = new ControlServer(Path, access ?? new ControlAccess(Me().UserId), this, options);
        Server.Trouble += Troubles.Enqueue;
    }

    internal string Path { get; }

    internal ControlServer Server { get; }

    internal ConcurrentQueue<string> Troubles { get; } = new();

    public Task<Answer> AnswerAsync(ControlCall call) => _answer(call);

    public void Dispose()
    {
        Server.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    internal ControlClient Connect() => ControlClient.Connect(Path);

    internal UnixSocket ConnectRaw() => UnixSocket.Connect(Path);

    /// <summary>Ends when the server has as many connections.</summary>
    internal async Task UntilConnectionsAsync(int count)
    {
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look()
        {
            if (Server.Connections == count)
            {
                reached.TrySetResult();
            }
        }

        Server.ConnectionsChanged += Look;
        Look();
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Server.ConnectionsChanged -= Look;
    }

    private static PeerCredentials Me()
    {
        (UnixSocket first, UnixSocket second) = UnixSocket.CreatePair();
        using (first)
        using (second)
        {
            return first.GetPeer();
        }
    }
}
