using Helios.Allocator;

namespace Helios.Control.Tests;

/// <summary>The server's frames lie in the buffers it was given, for as long as they are on their way and no longer.</summary>
public sealed class BufferTests : IDisposable
{
    private readonly SlabMemoryPool _slabs = new(new SlabAllocatorOptions { CapBytes = 1 << 20, LargeBytes = 1 << 18, Checked = true });
    private readonly WatchedPool _pool;

    public BufferTests() => _pool = new WatchedPool(_slabs);

    public void Dispose()
    {
        _pool.Dispose();
        _slabs.Dispose();
    }

    [Fact]
    public async Task A_connection_that_is_silent_holds_no_buffer()
    {
        using TestServer server = new(static _ => Task.FromResult<Answer>(new Reply.Document(new string('x', 5000))), new ControlServerOptions { Buffers = _pool });
        using ControlClient client = server.Connect();
        client.Ask<Reply.Document>(new Request.Inspect(new string('y', 9000)));
        await _pool.UntilAllIsBackAsync();
        Assert.InRange(_pool.Rents, 3, int.MaxValue);
        client.Ask<Reply.Document>(new Request.Inspect(""));
    }

    [Fact]
    public void Half_a_request_stays_in_the_buffer_until_the_rest_comes()
    {
        byte[] request = new Frame<Request>(7, false, 0, new Request.GetTree()).ToBytes(RequestFormatter.Instance, 1000);
        using FrameBuffer buffer = new(1000, _pool);
        request.AsSpan(0, 3).CopyTo(buffer.Space.Span);
        buffer.Fill(3);
        Assert.False(buffer.TryTake(out _));
        buffer.Release();
        request.AsSpan(3).CopyTo(buffer.Space.Span);
        buffer.Fill(request.Length - 3);
        Assert.True(buffer.TryTake(out ReadOnlyMemory<byte> body));
        Assert.Equal(7, Frame<Request>.Parse(body, RequestFormatter.Instance).Id);
        Assert.Equal(1, _pool.Lent);
        buffer.Release();
        Assert.Equal(0, _pool.Lent);
    }

    [Fact]
    public async Task A_reply_without_room_disconnects_its_client_and_nobody_else()
    {
        using TestServer server = new(
            static call => Task.FromResult<Answer>(call.Request is Request.Inspect ? new Reply.Document(new string('x', 900_000)) : new Reply.Done()),
            new ControlServerOptions { Buffers = _pool });
        using ControlClient greedy = server.Connect();
        using ControlClient other = server.Connect();
        other.Ask<Reply.Done>(new Request.GetTree());
        Assert.Throws<EndOfStreamException>(() => greedy.Ask<Reply.Document>(new Request.Inspect("")));
        await server.UntilConnectionsAsync(1);
        other.Ask<Reply.Done>(new Request.GetTree());
        Assert.Contains("no room", Assert.Single(server.Troubles), StringComparison.Ordinal);
        await _pool.UntilAllIsBackAsync();
    }

    [Fact]
    public void A_reply_larger_than_any_buffer_becomes_a_refusal()
    {
        using TestServer server = new(static _ => Task.FromResult<Answer>(new Reply.Document(new string('x', 2 << 20))), new ControlServerOptions { Buffers = _pool });
        using ControlClient client = server.Connect();
        ControlException refused = Assert.Throws<ControlException>(() => client.Ask<Reply.Document>(new Request.Inspect("")));
        Assert.Contains("does not fit into a buffer", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_client_did_not_read_is_given_back_when_it_goes()
    {
        using TestServer server = new(
            static call =>
            {
                // More than any socket takes at once.
                call.TryPush(new Reply.Document(new string('x', 200_000)));
                return Task.FromResult<Answer>(new Reply.Document(new string('x', 150_000)));
            },
            new ControlServerOptions { Buffers = _pool });
        using ControlClient other = server.Connect();
        using (ControlClient deaf = server.Connect())
        {
            Assert.IsType<Reply.Document>(deaf.Follow(new Request.Inspect("")).First());
        }

        await server.UntilConnectionsAsync(1);
        await _pool.UntilAllIsBackAsync();
    }

    [Fact]
    public async Task Sending_a_reply_allocates_nothing_managed()
    {
        // So many fit into the socket unread: a queue in front of it would grow.
        const int Warm = 20;
        const int Counted = 100;
        using SlabMemoryPool pool = new();
        long allocated = -1;
        using TestServer server = new(
            call =>
            {
                Reply reply = new Reply.Event(new EventLine { Number = 1, Time = DateTimeOffset.UnixEpoch, Kind = "running", Subject = "web-1", Text = "" });
                Push(call, reply, Warm);
                long before = GC.GetAllocatedBytesForCurrentThread();
                Push(call, reply, Counted);
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                return Task.FromResult<Answer>(new Reply.Done());
            },
            new ControlServerOptions { Buffers = pool });
        using (ControlClient client = server.Connect())
        {
            Assert.Equal(Warm + Counted + 1, client.Follow(new Request.WatchEvents()).Count());
        }

        await server.UntilConnectionsAsync(0);
        Assert.Equal(0, allocated);
    }

    private static void Push(ControlCall call, Reply reply, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Assert.True(call.TryPush(reply));
        }
    }
}
