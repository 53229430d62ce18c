using Akka.Actor;

namespace Helios.Supervisor;

/// <summary>Passes one reply on, changed, and ends.</summary>
internal sealed class RelayActor : UntypedActor
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly IActorRef _asker;
    private readonly Func<object, object> _change;

    /// <param name="asker">Who gets it.</param>
    /// <param name="change">What happens to it.</param>
    public RelayActor(IActorRef asker, Func<object, object> change)
    {
        (_asker, _change) = (asker, change);
        SetReceiveTimeout(s_patience);
    }

    internal static Props Props(IActorRef asker, Func<object, object> change) => ActorProps.Of(() => new RelayActor(asker, change));

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        if (message is not ReceiveTimeout)
        {
            _asker.Tell(_change(message));
        }

        Context.Stop(Self);
    }
}
