using System.Collections.Immutable;
using Helios.Linux;

namespace Helios.Control;

/// <summary>One request under way.</summary>
public sealed class ControlCall
{
    private readonly ControlConnection _connection;
    private readonly long _id;

    internal ControlCall(ControlConnection connection, long id, Request request, ImmutableArray<FileFd> descriptors, CancellationToken cancellation)
    {
        (_connection, _id, Request, Descriptors, Cancellation) = (connection, id, request, descriptors, cancellation);
    }

    /// <summary>What is asked.</summary>
    public Request Request { get; }

    /// <summary>The descriptors that came with it; closed when the request has been answered.</summary>
    public ImmutableArray<FileFd> Descriptors { get; }

    /// <summary>Who asks.</summary>
    public ControlPeer Peer => _connection.Peer;

    /// <summary>Cancelled when the client has gone or has cancelled the request.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Cancelled when the client has gone, whether or not this request has been answered by then: for what lasts as long as the connection.</summary>
    public CancellationToken Disconnected => _connection.Disconnected;

    /// <summary>Sends a reply before the last one. False when the client has gone, or was disconnected because it reads too slowly.</summary>
    public bool TryPush(Reply reply) => _connection.TrySend(_id, more: true, reply, []);
}
