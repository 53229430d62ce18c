using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace Helios.Allocator.Benchmarks;

/// <summary>
/// Records which buffers pipes rent and return while a client and a server talk over a Unix socket in length-prefixed frames:
/// short requests, answers from a line to a long list, as on the control socket.
/// </summary>
internal static class SocketTrace
{
    private const int Requests = 3000;

    /// <summary>Records a session. Replayed in the order it happened.</summary>
    internal static List<Event> Record()
    {
        using Recorder pool = new();
        Talk(pool).GetAwaiter().GetResult();
        return pool.Finish();
    }

    private static async Task Talk(Recorder pool)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen();
            using Socket client = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await client.ConnectAsync(new UnixDomainSocketEndPoint(path));
            using Socket server = await listener.AcceptAsync();
            Task serving = Serve(server, pool);
            await Ask(client, pool);
            await serving;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task Ask(Socket socket, Recorder pool)
    {
        await using NetworkStream stream = new(socket);
        PipeReader reader = PipeReader.Create(stream, new StreamPipeReaderOptions(pool, bufferSize: 1024, minimumReadSize: 256));
        PipeWriter writer = PipeWriter.Create(stream, new StreamPipeWriterOptions(pool, minimumBufferSize: 256));
        Random random = new(1);
        for (int i = 0; i < Requests; i++)
        {
            int bytes = random.Next(20, 300);
            int answer = random.Next(10) switch { < 6 => random.Next(10, 200), < 9 => random.Next(500, 4000), _ => random.Next(4000, 40_000) };
            WriteFrame(writer, bytes, answer);
            await writer.FlushAsync();
            await ReadFrame(reader);
        }

        WriteFrame(writer, 4, 0);
        await writer.FlushAsync();
        await writer.CompleteAsync();
        await reader.CompleteAsync();
    }

    private static async Task Serve(Socket socket, Recorder pool)
    {
        await using NetworkStream stream = new(socket);
        PipeReader reader = PipeReader.Create(stream, new StreamPipeReaderOptions(pool, bufferSize: 1024, minimumReadSize: 256));
        PipeWriter writer = PipeWriter.Create(stream, new StreamPipeWriterOptions(pool, minimumBufferSize: 512));
        int answer;
        while ((answer = await ReadFrame(reader)) != 0)
        {
            WriteFrame(writer, answer, answer);
            await writer.FlushAsync();
        }

        await reader.CompleteAsync();
        await writer.CompleteAsync();
    }

    private static void WriteFrame(PipeWriter writer, int bytes, int word)
    {
        bytes = Math.Max(bytes, 4);
        Span<byte> head = writer.GetSpan(8);
        BinaryPrimitives.WriteInt32LittleEndian(head, bytes);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], word);
        writer.Advance(8);
        for (int left = bytes - 4; left > 0;)
        {
            int piece = Math.Min(writer.GetSpan().Length, left);
            writer.Advance(piece);
            left -= piece;
        }
    }

    private static async Task<int> ReadFrame(PipeReader reader)
    {
        ReadResult head = await reader.ReadAtLeastAsync(8);
        (int bytes, int word) = Words(head.Buffer);
        reader.AdvanceTo(head.Buffer.Start);
        ReadResult frame = await reader.ReadAtLeastAsync(4 + bytes);
        reader.AdvanceTo(frame.Buffer.GetPosition(4 + bytes));
        return word;
    }

    private static (int Bytes, int Word) Words(ReadOnlySequence<byte> buffer)
    {
        Span<byte> head = stackalloc byte[8];
        buffer.Slice(0, 8).CopyTo(head);
        return (BinaryPrimitives.ReadInt32LittleEndian(head), BinaryPrimitives.ReadInt32LittleEndian(head[4..]));
    }

    /// <summary>A rent of so many bytes, or with 0 the return of that buffer.</summary>
    internal readonly record struct Event(int Buffer, int RentBytes);

    private sealed class Recorder : MemoryPool<byte>
    {
        private readonly Lock _lock = new();
        private readonly List<Event> _events = [];
        private readonly HashSet<int> _out = [];
        private int _buffers;

        public override int MaxBufferSize => int.MaxValue;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
        {
            int bytes = Math.Max(minBufferSize, 1);
            lock (_lock)
            {
                int number = _buffers++;
                _events.Add(new Event(number, bytes));
                _out.Add(number);
                return new Lease(this, number, new byte[bytes]);
            }
        }

        internal List<Event> Finish()
        {
            foreach (int number in _out)
            {
                _events.Add(new Event(number, 0));
            }

            return _events;
        }

        protected override void Dispose(bool disposing)
        {
            // Nothing is held but managed arrays.
        }

        private void Return(int number)
        {
            lock (_lock)
            {
                if (_out.Remove(number))
                {
                    _events.Add(new Event(number, 0));
                }
            }
        }

        private sealed class Lease(Recorder pool, int number, byte[] bytes) : IMemoryOwner<byte>
        {
            public Memory<byte> Memory => bytes;

            public void Dispose() => pool.Return(number);
        }
    }
}
