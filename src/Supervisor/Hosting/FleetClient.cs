using System.Diagnostics.CodeAnalysis;
using Akka.Actor;

namespace Helios.Supervisor;

/// <summary>The fleet's actor behind an interface without actors.</summary>
/// <remarks>Questions have no timeout: a stop may take as long as its grace. They end when the actor does, with a refusal.</remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The source has no timer, and questions may hold it to the end.")]
internal sealed class FleetClient : IFleet
{
    private const string Over = "the supervisor has ended";

    private readonly Lazy<Task<IActorRef>> _fleet;
    private readonly EventLog _events;
    private readonly StateStore? _state;
    private readonly CancellationTokenSource _ended = new();

    /// <param name="fleet">The fleet's actor, as soon as the host has started it.</param>
    /// <param name="events">What happened.</param>
    /// <param name="state">Where what outlives the process is kept.</param>
    internal FleetClient(Func<CancellationToken, Task<IActorRef>> fleet, EventLog events, StateStore? state = null)
    {
        _state = state;
        _fleet = new Lazy<Task<IActorRef>>(() => WatchedAsync(fleet));
        _events = events;
    }

    /// <inheritdoc/>
    public Task<FleetProtocol.IReply> AskAsync(FleetProtocol.ICommand command, CancellationToken cancellation)
        => AskAsync<FleetProtocol.IReply>(command, static _ => new FleetProtocol.Refused(Refusal.ShuttingDown, [Over]), cancellation);

    /// <inheritdoc/>
    public Task<FleetProtocol.IReply> AskAsync(FleetProtocol.IQuery query, CancellationToken cancellation)
        => AskAsync<FleetProtocol.IReply>(query, static _ => new FleetProtocol.Refused(Refusal.ShuttingDown, [Over]), cancellation);

    /// <inheritdoc/>
    public Task<ContainerProtocol.IReply> AskAsync(ContainerProtocol.IMessage message, CancellationToken cancellation)
        => AskAsync<ContainerProtocol.IReply>(
            message, static message => new ContainerProtocol.Refused(((ContainerProtocol.IMessage)message).Id, Refusal.ShuttingDown, Over), cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<FleetProtocol.Happened> EventsAsync(long? after, CancellationToken cancellation) => _events.ReadAsync(after, cancellation);

    private async Task<TReply> AskAsync<TReply>(object question, Func<object, TReply> whenOver, CancellationToken cancellation)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _ended.Token);
        try
        {
            IActorRef fleet = await _fleet.Value.WaitAsync(either.Token).ConfigureAwait(false);
            TReply reply = await fleet.Ask<TReply>(question, Timeout.InfiniteTimeSpan, either.Token).ConfigureAwait(false);

            // What was answered must not be forgotten when the daemon is killed in the next moment.
            if (_state is { } state && question is FleetProtocol.ICommand or ContainerProtocol.ICommand)
            {
                await state.WrittenAsync().WaitAsync(either.Token).ConfigureAwait(false);
            }

            return reply;
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return whenOver(question);
        }
    }

    private async Task<IActorRef> WatchedAsync(Func<CancellationToken, Task<IActorRef>> started)
    {
        IActorRef fleet = await started(CancellationToken.None).ConfigureAwait(false);
        _ = fleet.WatchAsync().ContinueWith(
            static (_, ended) => ((CancellationTokenSource)ended!).Cancel(), _ended, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return fleet;
    }
}
