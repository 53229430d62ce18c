using System.Net;
using System.Net.Sockets;
using Helios.Isolation.Steps;
using Helios.Linux;

namespace Helios.Isolation.Launch;

/// <summary>Makes sockets that belong to a container's network namespace and are used from here.</summary>
/// <remarks>
/// A socket stays in the namespace it was made in, whoever holds it. It is made by a child that is data like every other (see <see cref="SpawnScript"/>):
/// a thread of ours could enter a network namespace, but not the user namespace that owns it, which an ordinary user has to enter first.
/// </remarks>
public static class NamespaceSocket
{
    /// <summary>Connects to a TCP port of 127.0.0.1 in a container.</summary>
    /// <param name="launcher">Makes the child that makes the socket.</param>
    /// <param name="target">The container's first process.</param>
    /// <param name="namespaces">As with <see cref="Make"/>; none where the container has the host's network.</param>
    /// <param name="port">The port.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IOException">Refused, unreachable, or the container does not run.</exception>
    public static async ValueTask<Stream> ConnectAsync(Launcher launcher, PidFd target, CloneFlags namespaces, int port, CancellationToken cancellation)
    {
        Socket? socket = null;
        try
        {
            socket = namespaces == CloneFlags.None
                ? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
                : await Task.Run(() => Make(launcher, target, namespaces), cancellation).ConfigureAwait(false);
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception failure) when (failure is SocketException or SpawnException or SyscallException or ObjectDisposedException)
        {
            socket?.Dispose();
            throw new ReasonException(Reason.Of(failure), failure);
        }
        catch
        {
            socket?.Dispose();
            throw;
        }
    }

    /// <summary>Makes a TCP socket over IPv4, not connected.</summary>
    /// <param name="launcher">Makes the child.</param>
    /// <param name="target">The container's first process.</param>
    /// <param name="namespaces">Which of its namespaces are entered: the network, and the users where it has its own.</param>
    /// <exception cref="SpawnException">The container has ended, or a step failed.</exception>
    internal static Socket Make(Launcher launcher, PidFd target, CloneFlags namespaces)
    {
        (UnixSocket ours, UnixSocket theirs) = UnixSocket.CreatePair();
        using (ours)
        using (theirs)
        using (SpawnScript script = new())
        {
            script.Inherit(theirs.Number);
            ChildScript child = new(script, new LaunchDescriptors { HandOver = theirs.Number });

            // The users of the namespace entered could otherwise trace it.
            child.Call("become untraceable", Sys.prctl, PrctlOptions.PR_SET_DUMPABLE, 0, 0, 0, 0);
            child.Call("enter the container's network", Sys.setns, target, (long)namespaces);
            SpawnResult socket = child.Call("make a socket", Sys.socket, SocketConstants.AF_INET, SocketConstants.SOCK_STREAM | SocketConstants.SOCK_CLOEXEC, 0);
            DescriptorMessage.Send(child, "hand the socket to the supervisor", socket);
            child.Call("end", Sys.exit_group, 0);
            using (SpawnedProcess process = launcher.Launch(script, new SpawnRequest { ThroughGate = true }))
            {
                process.Wait();
            }

            List<FileFd> received = new(1);
            ours.Receive(stackalloc byte[1], received);
            FileFd descriptor = received.Single();
            SafeSocketHandle handle = new(descriptor.Number, ownsHandle: true);
            descriptor.SetHandleAsInvalid();
            return new Socket(handle);
        }
    }
}
