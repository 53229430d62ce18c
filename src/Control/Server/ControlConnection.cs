using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Helios.Linux;

namespace Helios.Control;

/// <summary>One client: its bytes in, its requests under way, its replies out.</summary>
/// <remarks>
/// Reading belongs to the epoll thread. Writing belongs to whoever holds the gate; a close that is found necessary there is posted to the
/// epoll thread, because ending a registration waits for its handler.
/// </remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The source has no timer and is cancelled on the pool, later than anybody could dispose it.")]
internal sealed class ControlConnection : IReadinessHandler, IPostedWork
{
    private readonly ControlServer _server;
    private readonly UnixSocket _socket;
    private readonly FrameBuffer _input;
    private readonly List<FileFd> _received = [];
    private readonly CancellationTokenSource _gone = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<long, CancellationTokenSource> _calls = [];
    private readonly Queue<Outgoing> _output = new();
    private EventRegistration? _events;
    private Outgoing? _spare;
    private long _queuedBytes;
    private bool _waitsForRoom;
    private bool _closesWhenWritten;
    private bool _closing;
    private bool _ended;

    internal ControlConnection(ControlServer server, UnixSocket socket, ControlPeer peer)
    {
        (_server, _socket, Peer, Disconnected) = (server, socket, peer, _gone.Token);
        _input = new FrameBuffer(ControlProtocol.MostRequestBytes, server.Options.Buffers);
    }

    internal ControlPeer Peer { get; }

    internal CancellationToken Disconnected { get; }

    /// <summary>Says welcome, or why not.</summary>
    internal void Begin(Reply.Refused? refusal)
    {
        _events = _server.Loop.Register(_socket, refusal is null ? EventKinds.Readable : EventKinds.None, this);
        TrySend(0, more: false, new Reply.Welcome(ControlProtocol.Version, _server.Options.Program), []);
        if (refusal is not null)
        {
            SendLast(0, refusal);
        }
    }

    /// <inheritdoc/>
    public void OnReady(EventRegistration registration, EventKinds ready)
    {
        if ((ready & EventKinds.Writable) != EventKinds.None)
        {
            lock (_gate)
            {
                Flush();
            }
        }

        if ((ready & (EventKinds.Readable | EventKinds.HangUp | EventKinds.Error)) != EventKinds.None)
        {
            Read((ready & EventKinds.Readable) != EventKinds.None);
        }
    }

    /// <inheritdoc/>
    public void Run() => End();

    /// <summary>Sends one reply, at once if the client's socket has room. False when the client has gone or reads too slowly.</summary>
    internal bool TrySend(long id, bool more, Reply reply, ImmutableArray<FileFd> descriptors)
    {
        // Taken out while it is filled, so that two who send at once have one each.
        Outgoing outgoing = Interlocked.Exchange(ref _spare, null) ?? new Outgoing(_server.Options.Buffers);
        try
        {
            outgoing.Fill(new Frame<Reply>(id, more, descriptors.Length, reply), descriptors);
        }
        catch (ProtocolException tooLarge)
        {
            Dispose(descriptors);
            return TrySend(id, more, Reply.Refused.Because(RefusalKind.Failed, tooLarge.Message), []);
        }
        catch (OutOfMemoryException full)
        {
            Dispose(descriptors);
            _server.Report($"{Peer} was disconnected: its reply has no room: {Reason.Of(full)}");
            Close();
            return false;
        }

        lock (_gate)
        {
            if (_closing || _ended)
            {
                outgoing.Dispose();
                return false;
            }

            if (_queuedBytes > 0 && _queuedBytes + outgoing.Rest.Length > _server.Options.MostQueuedBytes)
            {
                outgoing.Dispose();
                _server.Report($"{Peer} was disconnected: it does not read its replies");
                Close();
                return false;
            }

            _output.Enqueue(outgoing);
            _queuedBytes += outgoing.Rest.Length;
            if (!_waitsForRoom)
            {
                Flush();
            }

            return !_closing;
        }
    }

    /// <summary>Ends the connection soon, on the epoll thread. Any thread.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            if (!_closing && !_ended)
            {
                _closing = true;
                _server.Loop.Post(this);
            }
        }
    }

    /// <summary>Ends the connection now. On the epoll thread, or when that has ended.</summary>
    internal void End()
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            _ended = true;
            foreach (Outgoing waiting in _output)
            {
                waiting.Dispose();
            }

            _output.Clear();
        }

        _events?.Dispose();
        _socket.Dispose();
        _input.Dispose();
        _received.ForEach(static descriptor => descriptor.Dispose());

        // Handlers may run on inside Cancel; none of them may do so on the epoll thread.
        ThreadPool.UnsafeQueueUserWorkItem(static gone => gone.Cancel(), _gone, preferLocal: false);
        _server.Remove(this);
    }

    private void SendLast(long id, Reply reply)
    {
        TrySend(id, more: false, reply, []);
        lock (_gate)
        {
            _closesWhenWritten = true;
            if (_output.Count == 0)
            {
                Close();
            }
        }
    }

    private void Read(bool readable)
    {
        if (!readable || _closesWhenWritten)
        {
            End();
            return;
        }

        try
        {
            int count = _socket.Receive(_input.Space.Span, _received);
            if (count == 0)
            {
                // A half-closed client would wait for nothing: nobody sends requests without reading the replies.
                End();
                return;
            }

            _input.Fill(count);
            while (!_closesWhenWritten && _input.TryTake(out ReadOnlyMemory<byte> body))
            {
                Accept(Frame<Request>.Parse(body, RequestFormatter.Instance));
            }

            _input.Release();
            if (_received.Count > ControlProtocol.MostDescriptors)
            {
                throw new ProtocolException("descriptors came that no frame announced");
            }
        }
        catch (ProtocolException garbage)
        {
            _events!.Change(EventKinds.None);
            SendLast(0, Reply.Refused.Because(RefusalKind.Protocol, garbage.Message));
        }
        catch (SyscallException spurious) when (spurious.Errno == Errno.EAGAIN)
        {
            // Readiness was reported and somebody else took it back: nothing to read after all.
        }
        catch (Exception broken) when (broken is IOException or OutOfMemoryException)
        {
            _server.Report($"{Peer} was disconnected: {Reason.Of(broken)}");
            End();
        }
    }

    private void Accept(Frame<Request> frame)
    {
        if (frame.Descriptors > _received.Count)
        {
            throw new ProtocolException($"{frame.Descriptors} descriptors were announced and {_received.Count} came");
        }

        ImmutableArray<FileFd> descriptors = [.. _received.Take(frame.Descriptors)];
        _received.RemoveRange(0, frame.Descriptors);
        if (frame.Message is Request.Cancel cancel)
        {
            CancelCall(cancel.Id);
            TrySend(frame.Id, more: false, new Reply.Done(), []);
            return;
        }

        CancellationTokenSource cancellation = CancellationTokenSource.CreateLinkedTokenSource(Disconnected);
        lock (_gate)
        {
            if (_calls.ContainsKey(frame.Id))
            {
                throw new ProtocolException($"request {frame.Id} is under way already");
            }

            if (_calls.Count < _server.Options.MostRequests)
            {
                _calls.Add(frame.Id, cancellation);
                ControlCall call = new(this, frame.Id, frame.Message, descriptors, cancellation.Token);
                ThreadPool.UnsafeQueueUserWorkItem(_ => _ = AnswerAsync(call, frame.Id, cancellation), null);
                return;
            }
        }

        cancellation.Dispose();
        Dispose(descriptors);
        TrySend(frame.Id, more: false, Reply.Refused.Because(RefusalKind.Busy, $"{_server.Options.MostRequests} requests of this connection are under way already"), []);
    }

    private async Task AnswerAsync(ControlCall call, long id, CancellationTokenSource cancellation)
    {
        try
        {
            Answer answer = await AnswerAsync(call).ConfigureAwait(false);
            lock (_gate)
            {
                // Before the reply: its reader may use the number again at once.
                _calls.Remove(id);
            }

            TrySend(id, more: false, answer.Reply, answer.Descriptors);
        }
        finally
        {
            cancellation.Dispose();
            Dispose(call.Descriptors);
        }
    }

    private async Task<Answer> AnswerAsync(ControlCall call)
    {
        try
        {
            return call.Request is Request.Unknown unknown
                ? Reply.Refused.Because(RefusalKind.Unsupported, $"this daemon does not know request {unknown.Number}; it is older than the client")
                : await _server.Handler.AnswerAsync(call).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (call.Cancellation.IsCancellationRequested)
        {
            return Reply.Refused.Because(RefusalKind.Cancelled, "cancelled");
        }
#pragma warning disable CA1031 // Whatever a handler's mistake is, the daemon goes on, and the one who asked is told.
        catch (Exception mistake)
#pragma warning restore CA1031
        {
            _server.Report($"a request of {Peer} failed: {mistake}");
            return Reply.Refused.Because(RefusalKind.Failed, $"the daemon failed: {mistake.Message}");
        }
    }

    private void CancelCall(long id)
    {
        lock (_gate)
        {
            if (_calls.TryGetValue(id, out CancellationTokenSource? call))
            {
                // Not here: what hears of it may want the gate, or this thread.
                ThreadPool.UnsafeQueueUserWorkItem(static call => TryCancel(call), call, preferLocal: false);
            }
        }
    }

    private static void TryCancel(CancellationTokenSource call)
    {
        try
        {
            call.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Answered meanwhile.
        }
    }

    private static void Dispose(ImmutableArray<FileFd> descriptors)
    {
        foreach (FileFd descriptor in descriptors)
        {
            descriptor.Dispose();
        }
    }

    // Under the gate.
    private void Flush()
    {
        try
        {
            while (!_closing && !_ended && _output.TryPeek(out Outgoing? first))
            {
                int sent = _socket.TrySend(first.Rest, first.Descriptors);
                if (sent < 0)
                {
                    WaitForRoom(true);
                    return;
                }

                _queuedBytes -= sent;
                if (first.Take(sent))
                {
                    _spare = _output.Dequeue();
                }
            }

            WaitForRoom(false);
            if (_closesWhenWritten)
            {
                Close();
            }
        }
        catch (SyscallException)
        {
            // EPIPE, ECONNRESET: the client disconnected, which is no error.
            Close();
        }
    }

    private void WaitForRoom(bool waits)
    {
        if (_waitsForRoom != waits && !_ended && _events is not null)
        {
            _waitsForRoom = waits;
            _events.Change((_closesWhenWritten ? EventKinds.None : EventKinds.Readable) | (waits ? EventKinds.Writable : EventKinds.None));
        }
    }

    /// <summary>Bytes and descriptors on their way to the client; used again when they have arrived.</summary>
    private sealed class Outgoing(MemoryPool<byte> buffers) : IDisposable
    {
        private readonly FrameWriter _frame = new(buffers);
        private ImmutableArray<FileFd> _descriptors = [];
        private int _sent;

        internal ReadOnlySpan<byte> Rest => _frame.Written[_sent..];

        internal ReadOnlySpan<SafeFd> Descriptors => _descriptors.AsSpan();

        internal void Fill(Frame<Reply> frame, ImmutableArray<FileFd> descriptors)
        {
            frame.WriteTo(_frame, ReplyFormatter.Instance, ControlProtocol.MostReplyBytes);
            (_descriptors, _sent) = (descriptors, 0);
        }

        /// <summary>Says how much was sent, and the descriptors with it; true when that was all, and the buffer is given back.</summary>
        internal bool Take(int count)
        {
            _sent += count;
            CloseDescriptors();
            if (_sent < _frame.Written.Length)
            {
                return false;
            }

            Dispose();
            return true;
        }

        public void Dispose()
        {
            CloseDescriptors();
            _frame.Reset();
            _sent = 0;
        }

        private void CloseDescriptors()
        {
            ControlConnection.Dispose(_descriptors);
            _descriptors = [];
        }
    }
}
