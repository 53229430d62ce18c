namespace Helios.Supervisor;

/// <summary>The fleet's actor behind an interface without actors.</summary>
internal sealed class FleetClient(IActorRef fleet, EventLog events) : IFleet
{
    /// <inheritdoc/>
    public Task<FleetProtocol.IReply> AskAsync(FleetProtocol.ICommand command, CancellationToken cancellation)
        => fleet.Ask<FleetProtocol.IReply>(command, Timeout.InfiniteTimeSpan, cancellation);

    /// <inheritdoc/>
    public Task<FleetProtocol.IReply> AskAsync(FleetProtocol.IQuery query, CancellationToken cancellation)
        => fleet.Ask<FleetProtocol.IReply>(query, Timeout.InfiniteTimeSpan, cancellation);

    /// <inheritdoc/>
    public Task<ContainerProtocol.IReply> AskAsync(ContainerProtocol.IMessage message, CancellationToken cancellation)
        => fleet.Ask<ContainerProtocol.IReply>(message, Timeout.InfiniteTimeSpan, cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<FleetProtocol.Happened> EventsAsync(long? after, CancellationToken cancellation) => events.ReadAsync(after, cancellation);
}
