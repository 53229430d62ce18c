using System.Buffers;
using Helios.Linux;

namespace Helios.Control;

/// <summary>The client's side of a control connection: one request at a time, on the caller's thread. Who needs two at once opens two.</summary>
/// <remarks>Blocking on purpose: a short-lived command starts no pool, no timer and no second thread. Not thread-safe, except <see cref="Dispose"/>.</remarks>
public sealed class ControlClient : IDisposable
{
    private readonly UnixSocket _socket;
    private readonly FrameBuffer _input = new(ControlProtocol.MostReplyBytes, MemoryPool<byte>.Shared);
    private readonly FrameWriter _output = new(MemoryPool<byte>.Shared);
    private readonly List<FileFd> _received = [];
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(3);

    private long _lastId;
    private bool _welcomed;

    private ControlClient(UnixSocket socket) => _socket = socket;

    /// <summary>
    /// Called once when the daemon has not even greeted after 3 s, as one that is stopped or hangs; the wait goes on. A daemon that lives greets before
    /// it is asked anything, so a request that merely takes long is none of this.
    /// </summary>
    public Action? Silent { get; set; }

    /// <summary>Connects. What the daemon thinks of it is learnt with the first reply.</summary>
    /// <exception cref="SyscallException">ENOENT or ECONNREFUSED: no daemon runs there. EACCES: its socket may not be used.</exception>
    /// <exception cref="ProtocolException">Who listens is neither root nor the caller; nothing has been sent.</exception>
    public static ControlClient Connect(string path)
    {
        UnixSocket socket = UnixSocket.Connect(path);
        try
        {
            // A name in the file system can be taken by anybody who may write there; the kernel says who has.
            uint owner = socket.GetPeer().UserId;
            return owner == 0 || owner == OwnDirectory.UserId ? new(socket)
                : throw new ProtocolException($"the daemon on {path} belongs to uid {owner}, which is neither root nor you; nothing was sent to it");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Asks, and waits for the one reply.</summary>
    /// <param name="request">What.</param>
    /// <param name="received">Gets the descriptors that come with the reply, owned by the caller; null drops them.</param>
    /// <param name="descriptors">What goes with the request; the caller keeps its own.</param>
    /// <exception cref="ControlException">The daemon refused.</exception>
    /// <exception cref="IOException">The daemon has gone, or speaks another language.</exception>
    public TReply Ask<TReply>(Request request, ICollection<FileFd>? received = null, params ReadOnlySpan<SafeFd> descriptors)
        where TReply : Reply
    {
        long id = Send(request, descriptors);
        while (true)
        {
            Frame<Reply> frame = Read(received);
            if (frame.Id == id && !frame.More)
            {
                return frame.Message as TReply ?? throw new ProtocolException($"the daemon answered with {frame.Message.GetType().Name}");
            }
        }
    }

    /// <summary>Asks, and passes on the replies as they come, until the last one or until the reader stops.</summary>
    /// <inheritdoc cref="Ask" path="/exception"/>
    public IEnumerable<Reply> Follow(Request request)
    {
        long id = Send(request, []);
        while (true)
        {
            Frame<Reply> frame = Read(null);
            if (frame.Id != id)
            {
                continue;
            }

            yield return frame.Message;
            if (!frame.More)
            {
                yield break;
            }
        }
    }

    /// <summary>Ends the connection, and with it what is under way on the daemon's side.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        _received.ForEach(static descriptor => descriptor.Dispose());
    }

    private long Send(Request request, ReadOnlySpan<SafeFd> descriptors)
    {
        new Frame<Request>(++_lastId, false, descriptors.Length, request).WriteTo(_output, RequestFormatter.Instance, ControlProtocol.MostRequestBytes);
        try
        {
            ReadOnlySpan<byte> bytes = _output.Written;
            int sent = _socket.Send(bytes, descriptors);
            while (sent < bytes.Length)
            {
                sent += _socket.Send(bytes[sent..]);
            }
        }
        catch (SyscallException broken) when (broken.Errno is Errno.EPIPE or Errno.ECONNRESET)
        {
            // It may have said why before it hung up; the reader will see that.
        }
        finally
        {
            _output.Reset();
        }

        return _lastId;
    }

    private Frame<Reply> Read(ICollection<FileFd>? received)
    {
        while (true)
        {
            Frame<Reply> frame = ReadFrame(received);
            if (frame.Message is Reply.Welcome welcome)
            {
                _welcomed = welcome.Version == ControlProtocol.Version
                    ? true
                    : throw new ProtocolException($"{welcome.Program} speaks version {welcome.Version} of the control protocol, this program version {ControlProtocol.Version}");
                continue;
            }

            if (frame.Message is Reply.Refused refused)
            {
                throw new ControlException(refused);
            }

            return _welcomed ? frame : throw new ProtocolException("no daemon of Helios answers there");
        }
    }

    private Frame<Reply> ReadFrame(ICollection<FileFd>? received)
    {
        ReadOnlyMemory<byte> body;
        while (!_input.TryTake(out body))
        {
            if (!_welcomed && Silent is { } silent && !Poll.WaitReadable(_socket, s_silence))
            {
                Silent = null;
                silent();
            }

            int count;
            try
            {
                count = _socket.Receive(_input.Space.Span, _received);
            }
            catch (SyscallException broken) when (broken.Errno == Errno.ECONNRESET)
            {
                count = 0;
            }

            if (count == 0)
            {
                throw new EndOfStreamException("the daemon has closed the connection");
            }

            _input.Fill(count);
        }

        Frame<Reply> frame = Frame<Reply>.Parse(body, ReplyFormatter.Instance);
        _input.Release();
        if (frame.Descriptors > _received.Count)
        {
            throw new ProtocolException($"{frame.Descriptors} descriptors were announced and {_received.Count} came");
        }

        foreach (FileFd descriptor in _received.Take(frame.Descriptors))
        {
            if (received is null)
            {
                descriptor.Dispose();
            }
            else
            {
                received.Add(descriptor);
            }
        }

        _received.RemoveRange(0, frame.Descriptors);
        return frame;
    }
}
