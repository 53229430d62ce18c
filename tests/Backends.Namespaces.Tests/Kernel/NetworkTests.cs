using System.Net;
using System.Net.Sockets;
using Helios.Contracts;
using Helios.Support;

namespace Helios.Backends.Namespaces.Tests.Kernel;

/// <summary>Connections from outside into a container's own network.</summary>
[Collection("kernel")]
public sealed class NetworkTests
{
    private const int Port = 8080;

    [Theory]
    [InlineData(NamespaceKinds.Default)]
    [InlineData(NamespaceKinds.Default | NamespaceKinds.User)]
    public async Task A_port_of_the_containers_own_loopback_is_reached_and_a_closed_one_is_refused(NamespaceKinds namespaces)
    {
        Needs.Tool("busybox");
        ContainerSpec spec = Server("127.0.0.1") with { Namespaces = namespaces };
        await ContainerRun.ToEnd(spec, async container =>
        {
            await using Stream stream = await ConnectAsync(container);
            await stream.WriteAsync("GET /greeting HTTP/1.0\r\n\r\n"u8.ToArray(), Patience);
            using StreamReader reader = new(stream);
            Assert.EndsWith("hello from inside\n", await reader.ReadToEndAsync(Patience), StringComparison.Ordinal);
            IOException refused = await Assert.ThrowsAnyAsync<IOException>(async () => await container.ConnectAsync(Port + 1, Patience));
            Assert.Contains("refused", refused.Message, StringComparison.OrdinalIgnoreCase);
            Assert.True(container.TrySignal(Signal.Kill));
        });
    }

    [Fact]
    public async Task Where_the_hosts_network_is_shared_its_loopback_is_reached()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        await ContainerRun.ToEnd(ContainerRun.Shell("exec sleep 60") with { Namespaces = NamespaceKinds.Default & ~NamespaceKinds.Network }, async container =>
        {
            await using Stream stream = await container.ConnectAsync(((IPEndPoint)listener.LocalEndpoint).Port, Patience);
            using TcpClient accepted = await listener.AcceptTcpClientAsync(Patience);
            Assert.True(container.TrySignal(Signal.Kill));
        });
    }

    [Fact]
    public async Task The_hosts_own_ports_are_not_the_containers()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        await ContainerRun.ToEnd(ContainerRun.Shell("exec sleep 60"), async container =>
        {
            await Assert.ThrowsAnyAsync<IOException>(async () => await container.ConnectAsync(((IPEndPoint)listener.LocalEndpoint).Port, Patience));
            Assert.True(container.TrySignal(Signal.Kill));
        });
    }

    [Fact]
    public async Task A_container_that_has_ended_or_not_begun_has_no_network()
    {
        Needs.Root();
        using NamespacesBackend backend = new(ContainerRun.Options);
        NamespacesContainer container = backend.Prepare(ContainerRun.Shell("true"), ContainerIo.Nothing);
        await using (container)
        {
            await Assert.ThrowsAnyAsync<IOException>(async () => await container.ConnectAsync(Port, Patience));
            container.Start();
            await container.Exited;
            await Assert.ThrowsAnyAsync<IOException>(async () => await container.ConnectAsync(Port, Patience));
        }

        await Assert.ThrowsAnyAsync<IOException>(async () => await container.ConnectAsync(Port, Patience));
    }

    [Fact]
    public async Task No_descriptor_and_no_process_is_left_of_many_connections()
    {
        await ContainerRun.ToEnd(ContainerRun.Shell("exec sleep 60"), async container =>
        {
            int before = 0;
            for (int i = 0; i < 60; i++)
            {
                await Assert.ThrowsAnyAsync<IOException>(async () => await container.ConnectAsync(Port, Patience));
                before = i == 20 ? Descriptors() : before;
            }

            Assert.InRange(Descriptors(), 0, before + 10);
            Assert.True(container.TrySignal(Signal.Kill));
        });
    }

    private static CancellationToken Patience => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    private static int Descriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private static ContainerSpec Server(string address)
        => ContainerRun.Shell($"mkdir /tmp/web && echo hello from inside >/tmp/web/greeting && exec busybox httpd -f -p {address}:{Port} -h /tmp/web");

    // The server needs a moment to listen.
    private static async Task<Stream> ConnectAsync(NamespacesContainer container)
    {
        CancellationToken patience = Patience;
        while (true)
        {
            try
            {
                return await container.ConnectAsync(Port, patience);
            }
            catch (IOException) when (!patience.IsCancellationRequested && container.Exited is { IsCompleted: false })
            {
                await Task.Yield();
            }
        }
    }
}
