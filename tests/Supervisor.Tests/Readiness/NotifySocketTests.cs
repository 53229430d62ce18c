using System.Net.Sockets;
using System.Text;
using Helios.Contracts;
using Helios.Linux;
using Helios.Support;
using Microsoft.Win32.SafeHandles;

namespace Helios.Supervisor.Tests;

/// <summary>Who is heard on a container's notify socket.</summary>
public sealed class NotifySocketTests : IDisposable
{
    private readonly TempTree _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Only_processes_of_the_containers_control_group_are_heard()
    {
        string directory = _files.At("run");
        string path = Path.Join(directory, "web.notify");
        using NotifySocket socket = new(directory, ContainerId.Parse("web")) { Container = new Groups("/sys/fs/cgroup/of-somebody-else") };
        Assert.Equal((UnixFileMode)Permissions.Octal0700, File.GetUnixFileMode(directory));
        TaskCompletionSource<string> heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = socket.ListenAsync(text => heard.TrySetResult(text));
        Send(path, "READY=1 from outside");

        // Then as a process of the container: one socket keeps the order.
        await Until(() => socket.Dropped == 1);
        socket.Container = new Groups(null);
        Send(path, "READY=1");
        Assert.Equal("READY=1", await heard.Task);
    }

    [Fact]
    public void A_directory_that_others_may_enter_is_refused()
    {
        string directory = _files.MakeFolder("open");
        File.SetUnixFileMode(directory, (UnixFileMode)Permissions.Octal0777);
        Assert.ThrowsAny<IOException>(() => new NotifySocket(directory, ContainerId.Parse("web")));
    }

    private static void Send(string path, string text)
    {
        using Socket sender = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        sender.SendTo(Encoding.UTF8.GetBytes(text), new UnixDomainSocketEndPoint(path));
    }

    private static async Task Until(Func<bool> reached)
    {
        while (!reached())
        {
            await Task.Yield();
        }
    }

    private sealed class Groups(string? group) : IContainer
    {
        public ContainerSpec Spec => throw new NotSupportedException();

        public string? Cgroup => group;

        public int ProcessId => Environment.ProcessId;

        public Task<ExitStatus> Exited => throw new NotSupportedException();

        public SafeFileHandle? Terminal => null;

        public Task StartAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public Task<IContainerProcess> ExecAsync(ExecSpec spec, ContainerIo io, CancellationToken cancellation) => throw new NotSupportedException();

        public Task KillAllAsync() => throw new NotSupportedException();

        public Task FreezeAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public Task ThawAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public ContainerStatistics ReadStatistics() => throw new NotSupportedException();

        public ExitCause ExplainExit(ExitStatus status) => throw new NotSupportedException();

        public bool TrySignal(Signal signal) => throw new NotSupportedException();

        public void Resize(TerminalSize size) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
