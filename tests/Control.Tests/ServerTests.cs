using System.Text;
using Helios.Linux;

namespace Helios.Control.Tests;

public class ServerTests
{
    [Fact]
    public void A_request_is_answered_with_who_asked_known()
    {
        using TestServer server = new(static call => Task.FromResult<Answer>(new Reply.Document(call.Peer.ToString())));
        using ControlClient client = server.Connect();
        string who = client.Ask<Reply.Document>(new Request.Inspect("a")).Json;
        Assert.EndsWith($"(uid {Me()})", who, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_reaches_the_caller_with_its_kind_and_reasons()
    {
        using TestServer server = new(static _ => Task.FromResult<Answer>(new Reply.Refused(RefusalKind.NotFound, ["one", "two"])));
        using ControlClient client = server.Connect();
        ControlException refused = Assert.Throws<ControlException>(() => client.Ask<Reply.Done>(new Request.GetTree()));
        Assert.Equal((RefusalKind.NotFound, "one\ntwo"), (refused.Kind, refused.Message));
    }

    [Fact]
    public void An_exception_of_the_handler_is_told_and_the_connection_goes_on()
    {
        using TestServer server = new(static call => call.Request is Request.GetTree ? throw new InvalidOperationException("broken") : Task.FromResult<Answer>(new Reply.Done()));
        using ControlClient client = server.Connect();
        Assert.Equal(RefusalKind.Failed, Assert.Throws<ControlException>(() => client.Ask<Reply.Done>(new Request.GetTree())).Kind);
        client.Ask<Reply.Done>(new Request.GetDaemon());
        Assert.Single(server.Troubles);
    }

    [Fact]
    public void Descriptors_travel_both_ways()
    {
        using TestServer server = new(static call =>
        {
            FileFd given = Assert.Single(call.Descriptors);
            DescriptorIo.WriteAll(given, "from the daemon"u8);
            return Task.FromResult(new Answer(new Reply.Logs(true, []), [FileFd.Open("/proc/self/comm", OpenFlags.O_RDONLY)]));
        });
        using ControlClient client = server.Connect();
        using Pipe pipe = Pipe.Create();
        List<FileFd> received = [];
        client.Ask<Reply.Logs>(new Request.OpenLogs("a"), received, pipe.WriteEnd);
        byte[] buffer = new byte[64];
        Assert.Equal("from the daemon", Encoding.UTF8.GetString(buffer, 0, pipe.ReadEnd.Read(buffer)));
        using FileFd back = Assert.Single(received);
        Assert.True(DescriptorIo.Read(back, buffer) > 0);
    }

    [Fact]
    public async Task A_reply_that_is_pushed_comes_before_the_last_one()
    {
        using TestServer server = new(static call =>
        {
            for (int i = 1; i <= 3; i++)
            {
                Assert.True(call.TryPush(new Reply.Event(new EventLine { Number = i })));
            }

            return Task.FromResult<Answer>(new Reply.Done());
        });
        using ControlClient client = server.Connect();
        Assert.Equal(
            ["1", "2", "3", "Done"],
            client.Follow(new Request.WatchEvents()).Select(static reply => reply is Reply.Event happened ? $"{happened.Line.Number}" : reply.GetType().Name));
        client.Dispose();
        await server.UntilConnectionsAsync(0);
    }

    [Fact]
    public async Task A_client_that_goes_away_cancels_what_it_asked_for()
    {
        TaskCompletionSource began = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using TestServer server = new(async call =>
        {
            call.Cancellation.Register(cancelled.SetResult);
            began.SetResult();
            await Task.Delay(Timeout.Infinite, call.Cancellation);
            return new Reply.Done();
        });
        UnixSocket socket = server.ConnectRaw();
        socket.Send(new Frame<Request>(1, false, 0, new Request.Wait("a")).ToBytes(RequestFormatter.Instance, 1000));
        await began.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        socket.Dispose();
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await server.UntilConnectionsAsync(0);
    }

    [Fact]
    public async Task Fifty_clients_at_once_get_each_their_own_answers()
    {
        using TestServer server = new(static call => Task.FromResult<Answer>(new Reply.Document(((Request.Inspect)call.Request).Name)));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(number => Task.Factory.StartNew(
            () =>
            {
                using ControlClient client = server.Connect();
                for (int i = 0; i < 200; i++)
                {
                    string name = $"{number}-{i}";
                    Assert.Equal(name, client.Ask<Reply.Document>(new Request.Inspect(name)).Json);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        await server.UntilConnectionsAsync(0);
    }

    [Fact]
    public void A_connection_too_many_is_told_so_and_those_inside_go_on()
    {
        using TestServer server = new(options: new ControlServerOptions { MostConnections = 2 });
        using ControlClient first = server.Connect();
        using ControlClient second = server.Connect();
        first.Ask<Reply.Done>(new Request.GetTree());
        second.Ask<Reply.Done>(new Request.GetTree());
        using ControlClient third = server.Connect();
        Assert.Equal(RefusalKind.Busy, Assert.Throws<ControlException>(() => third.Ask<Reply.Done>(new Request.GetTree())).Kind);
        first.Ask<Reply.Done>(new Request.GetTree());
    }

    [Fact]
    public void Who_has_no_right_is_told_why_and_learns_nothing_else()
    {
        if (Me() == 0)
        {
            Assert.False(new ControlAccess(1234, 4321).Allows(new PeerCredentials(1, 1000, 1000, [5, 6])));
            Assert.True(new ControlAccess(1234, 6).Allows(new PeerCredentials(1, 1000, 1000, [5, 6])));
            Assert.True(new ControlAccess(1000).Allows(new PeerCredentials(1, 1000, 1000, [])));
            Assert.True(new ControlAccess(1234).Allows(new PeerCredentials(1, 0, 0, [])));
            return;
        }

        using TestServer server = new(access: new ControlAccess(Me() + 1));
        using ControlClient client = server.Connect();
        ControlException refused = Assert.Throws<ControlException>(() => client.Ask<Reply.Done>(new Request.GetTree()));
        Assert.Equal(RefusalKind.Forbidden, refused.Kind);
        Assert.Contains($"(uid {Me()}) has no right", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_socket_is_gone_after_the_server()
    {
        TestServer server = new();
        string path = server.Path;
        server.Dispose();
        Assert.False(File.Exists(path));
        Assert.Equal(Errno.ENOENT, Assert.Throws<SyscallException>(() => ControlClient.Connect(path)).Errno);
    }

    private static uint Me()
        => uint.Parse(File.ReadLines("/proc/self/status").First(static line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[2], System.Globalization.CultureInfo.InvariantCulture);
}
