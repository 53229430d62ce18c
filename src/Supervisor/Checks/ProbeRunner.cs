using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Linux;

namespace Helios.Supervisor;

/// <summary>Asks a running container one question. Nothing of its image runs with the host's rights.</summary>
/// <remarks>
/// A command runs inside. A TCP or HTTP question goes to the container's own loopback: through the backend where the container has a network of its
/// own (a socket that was created in its network namespace), directly where it shares the host's.
/// </remarks>
internal static class ProbeRunner
{
    private const int MostStatusLineBytes = 1024;

    /// <summary>Asks; null in <see cref="HookResult.Failure"/> is yes.</summary>
    internal static async Task<HookResult> AskAsync(IContainer container, ProbeSpec probe, TimeSpan timeout, TimeProvider time, CancellationToken cancellation)
    {
        if (probe is ProbeSpec.Command command)
        {
            return await HookRunner.InsideAsync(container, new HookSpec(command.Words, timeout), time, cancellation).ConfigureAwait(false);
        }

        // A connection that takes a month to answer does not answer.
        using CancellationTokenSource limit = new(Patience.Bounded(timeout), time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            Stream stream = await ConnectAsync(container, probe is ProbeSpec.Http { Port: int port } ? port : ((ProbeSpec.Tcp)probe).Port, both.Token).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                return probe is ProbeSpec.Http http ? await GetAsync(stream, http, both.Token).ConfigureAwait(false) : HookResult.Good;
            }
        }
        catch (OperationCanceledException)
        {
            return new HookResult(cancellation.IsCancellationRequested ? "given up" : $"no answer within {DurationText.Of(timeout)}");
        }
        catch (Exception failure) when (failure is IOException or SocketException or BackendException)
        {
            return new HookResult(Reason.Of(failure));
        }
    }

    private static async ValueTask<Stream> ConnectAsync(IContainer container, int port, CancellationToken cancellation)
    {
        if (container is IContainerNetwork network)
        {
            return await network.ConnectAsync(port, cancellation).ConfigureAwait(false);
        }

        if (container.Spec.Namespaces.HasFlag(NamespaceKinds.Network))
        {
            throw new ReasonException("the backend cannot reach the container's own network; use a command, or share the host's network");
        }

        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // One request whose answer is read up to the status: no client of a full HTTP stack is worth its weight here.
    private static async Task<HookResult> GetAsync(Stream stream, ProbeSpec.Http http, CancellationToken cancellation)
    {
        string request = string.Create(CultureInfo.InvariantCulture, $"GET {http.Path} HTTP/1.1\r\nHost: 127.0.0.1:{http.Port}\r\nUser-Agent: helios\r\nConnection: close\r\n\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), cancellation).ConfigureAwait(false);
        byte[] buffer = new byte[MostStatusLineBytes];
        int read = 0;
        while (read < buffer.Length && !buffer.AsSpan(0, read).Contains((byte)'\n'))
        {
            int count = await stream.ReadAsync(buffer.AsMemory(read), cancellation).ConfigureAwait(false);
            if (count == 0)
            {
                break;
            }

            read += count;
        }

        string line = Encoding.ASCII.GetString(buffer, 0, read).Split('\r', '\n')[0];
        string[] words = line.Split(' ');
        return words.Length >= 2 && words[0].StartsWith("HTTP/", StringComparison.Ordinal) && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out int status)
            ? status is >= 200 and < 400 ? HookResult.Good : new HookResult($"HTTP status {status}")
            : new HookResult("the answer is not HTTP");
    }
}
