using System.Buffers;
using System.Buffers.Binary;
using Helios.Linux;

namespace Helios.Control.Tests;

/// <summary>Whatever one client does, the others do not notice and the server's memory stays bounded.</summary>
public class HostileClientTests
{
    private static readonly byte[] s_request = new Frame<Request>(1, false, 0, new Request.Change("web-1", ChangeVerb.Stop) { Grace = TimeSpan.FromSeconds(1) })
        .ToBytes(RequestFormatter.Instance, ControlProtocol.MostRequestBytes);

    [Fact]
    public async Task A_client_killed_at_any_byte_leaves_nothing_behind()
    {
        int answered = 0;
        using TestServer server = new(_ =>
        {
            Interlocked.Increment(ref answered);
            return Task.FromResult<Answer>(new Reply.Done());
        });
        using ControlClient other = server.Connect();
        other.Ask<Reply.Done>(new Request.GetTree());
        for (int length = 0; length < s_request.Length; length++)
        {
            UnixSocket socket = server.ConnectRaw();
            if (length > 0)
            {
                socket.Send(s_request.AsSpan(0, length));
            }

            socket.Dispose();
            other.Ask<Reply.Done>(new Request.GetTree());
        }

        await server.UntilConnectionsAsync(1);
        Assert.Equal(1 + s_request.Length, answered);
    }

    [Fact]
    public void A_request_sent_byte_by_byte_is_answered()
    {
        using TestServer server = new();
        using UnixSocket socket = server.ConnectRaw();
        foreach (byte one in s_request)
        {
            socket.Send([one]);
        }

        Assert.IsType<Reply.Welcome>(Read(socket, out FrameBuffer buffer));
        Assert.IsType<Reply.Done>(Read(socket, buffer));
    }

    [Theory]
    [InlineData(uint.MaxValue)]
    [InlineData(0x8000_0000)]
    [InlineData((uint)ControlProtocol.MostRequestBytes + 1)]
    [InlineData(0u)]
    public async Task A_length_that_no_frame_has_is_refused_and_costs_no_memory(uint length)
    {
        using TestServer server = new();
        using ControlClient other = server.Connect();
        other.Ask<Reply.Done>(new Request.GetTree());
        long before = GC.GetTotalAllocatedBytes(precise: true);
        using UnixSocket socket = server.ConnectRaw();
        byte[] header = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(header, length);
        socket.Send(header);
        Assert.IsType<Reply.Welcome>(Read(socket, out FrameBuffer buffer));
        Assert.Equal(RefusalKind.Protocol, Assert.IsType<Reply.Refused>(Read(socket, buffer)).Kind);
        Assert.Equal(0, socket.Receive(new byte[16], []));
        await server.UntilConnectionsAsync(1);
        Assert.True(GC.GetTotalAllocatedBytes(precise: true) - before < 1 << 20);
        other.Ask<Reply.Done>(new Request.GetTree());
    }

    [Fact]
    public void A_declared_length_holds_no_more_memory_than_what_came()
    {
        FrameBuffer buffer = new(ControlProtocol.MostRequestBytes, MemoryPool<byte>.Shared);
        BinaryPrimitives.WriteUInt32BigEndian(buffer.Space.Span, ControlProtocol.MostRequestBytes);
        buffer.Fill(4);
        Assert.False(buffer.TryTake(out _));
        Assert.True(buffer.Space.Length <= 8192);
    }

    [Fact]
    public async Task Garbage_is_refused_and_only_its_sender_is_disconnected()
    {
        using TestServer server = new();
        using ControlClient other = server.Connect();
        other.Ask<Reply.Done>(new Request.GetTree());
        using UnixSocket socket = server.ConnectRaw();
        socket.Send("GET / HTTP/1.1\r\n\r\n"u8);
        Assert.IsType<Reply.Welcome>(Read(socket, out FrameBuffer buffer));
        Assert.IsType<Reply.Refused>(Read(socket, buffer));
        await server.UntilConnectionsAsync(1);
        other.Ask<Reply.Done>(new Request.GetTree());
    }

    [Fact]
    public async Task Mutated_requests_are_answered_or_refused_and_nothing_else_happens()
    {
        using TestServer server = new();
        using ControlClient other = server.Connect();
        Random chance = new(4711);
        for (int round = 0; round < 400; round++)
        {
            byte[] bytes = [.. s_request];
            for (int change = chance.Next(1, 4); change > 0; change--)
            {
                // The length stays, or the rest would just be waited for.
                bytes[chance.Next(4, bytes.Length)] = (byte)chance.Next(256);
            }

            using UnixSocket socket = server.ConnectRaw();
            socket.Send(bytes);
            Assert.IsType<Reply.Welcome>(Read(socket, out FrameBuffer buffer));
            Assert.True(Read(socket, buffer) is Reply.Done or Reply.Refused);
        }

        other.Ask<Reply.Done>(new Request.GetTree());
        await server.UntilConnectionsAsync(1);
        Assert.Empty(server.Troubles);
    }

    [Fact]
    public async Task A_client_that_never_reads_is_disconnected_and_the_queue_stays_bounded()
    {
        const int Bound = 256 * 1024;
        TaskCompletionSource<int> pushed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using TestServer server = new(
            call =>
            {
                int count = 0;
                while (call.TryPush(new Reply.Document(new string('x', 4096))))
                {
                    count++;
                }

                pushed.TrySetResult(count);
                return Task.FromResult<Answer>(new Reply.Done());
            },
            new ControlServerOptions { MostQueuedBytes = Bound });
        using UnixSocket socket = server.ConnectRaw();
        socket.Send(new Frame<Request>(1, false, 0, new Request.WatchEvents()).ToBytes(RequestFormatter.Instance, 1000));
        int accepted = await pushed.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        // What the kernel's own buffer takes comes on top.
        Assert.InRange(accepted * 4096L, Bound, Bound + (4 << 20));
        await server.UntilConnectionsAsync(0);
        Assert.Contains("does not read", Assert.Single(server.Troubles), StringComparison.Ordinal);
    }

    [Fact]
    public void Requests_beyond_the_bound_are_refused_one_by_one()
    {
        using TestServer server = new(
            static async call =>
            {
                await Task.Delay(Timeout.Infinite, call.Cancellation);
                return new Reply.Done();
            },
            new ControlServerOptions { MostRequests = 2 });
        using UnixSocket socket = server.ConnectRaw();
        for (int id = 1; id <= 3; id++)
        {
            socket.Send(new Frame<Request>(id, false, 0, new Request.Wait("a")).ToBytes(RequestFormatter.Instance, 1000));
        }

        Assert.IsType<Reply.Welcome>(Read(socket, out FrameBuffer buffer));
        Assert.Equal(RefusalKind.Busy, Assert.IsType<Reply.Refused>(Read(socket, buffer)).Kind);
        socket.Send(new Frame<Request>(4, false, 0, new Request.Cancel(1)).ToBytes(RequestFormatter.Instance, 1000));
        Reply[] two = [Read(socket, buffer), Read(socket, buffer)];
        Assert.Contains(two, static reply => reply is Reply.Done);
        Assert.Contains(two, static reply => reply is Reply.Refused { Kind: RefusalKind.Cancelled });
    }

    [Fact]
    public async Task Descriptors_that_no_frame_announced_are_closed_with_the_connection()
    {
        using TestServer server = new();
        using UnixSocket socket = server.ConnectRaw();
        using Pipe pipe = Pipe.Create();
        Assert.IsType<Reply.Welcome>(Read(socket, out FrameBuffer buffer));
        for (int i = 0; i < ControlProtocol.MostDescriptors + 1; i++)
        {
            socket.Send(new Frame<Request>(i + 1, false, 0, new Request.GetTree()).ToBytes(RequestFormatter.Instance, 1000), pipe.WriteEnd);
        }

        while (Read(socket, buffer) is not Reply.Refused { Kind: RefusalKind.Protocol })
        {
        }

        await server.UntilConnectionsAsync(0);
        pipe.WriteEnd.Dispose();
        Assert.Equal(0, pipe.ReadEnd.Read(new byte[1]));
    }

    private static Reply Read(UnixSocket socket, out FrameBuffer buffer) => Read(socket, buffer = new FrameBuffer(ControlProtocol.MostReplyBytes, MemoryPool<byte>.Shared));

    private static Reply Read(UnixSocket socket, FrameBuffer buffer)
    {
        ReadOnlyMemory<byte> body;
        while (!buffer.TryTake(out body))
        {
            int count = socket.Receive(buffer.Space.Span, []);
            Assert.NotEqual(0, count);
            buffer.Fill(count);
        }

        return Frame<Reply>.Parse(body, ReplyFormatter.Instance).Message;
    }
}
