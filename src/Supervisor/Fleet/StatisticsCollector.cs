using System.Collections.Immutable;
using Akka.Actor;

namespace Helios.Supervisor;

/// <summary>Gathers the figures of several containers into one reply and ends.</summary>
internal sealed class StatisticsCollector : UntypedActor
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly ImmutableArray<ContainerProtocol.Statistics>.Builder _figures = ImmutableArray.CreateBuilder<ContainerProtocol.Statistics>();
    private readonly IActorRef _asker;
    private int _missing;

    /// <param name="asker">Who gets them.</param>
    /// <param name="count">How many answers come.</param>
    public StatisticsCollector(IActorRef asker, int count)
    {
        (_asker, _missing) = (asker, count);
        if (count == 0)
        {
            Finish();
            return;
        }

        SetReceiveTimeout(s_patience);
    }

    internal static Props Props(IActorRef asker, int count) => ActorProps.Of(() => new StatisticsCollector(asker, count));

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        if (message is ContainerProtocol.Statistics figures)
        {
            _figures.Add(figures);
        }

        if (message is ReceiveTimeout || --_missing == 0)
        {
            Finish();
        }
    }

    private void Finish()
    {
        _figures.Sort(static (a, b) => a.Id.CompareTo(b.Id));
        _asker.Tell(new FleetProtocol.Statistics(_figures.ToImmutable()));
        Context.Stop(Self);
    }
}
