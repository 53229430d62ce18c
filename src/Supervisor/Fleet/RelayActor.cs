namespace Helios.Supervisor;

/// <summary>Passes one reply on, changed, and ends.</summary>
internal sealed class RelayActor : ReceiveActor
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <param name="asker">Who gets it.</param>
    /// <param name="change">What happens to it.</param>
    public RelayActor(IActorRef asker, Func<object, object> change)
    {
        SetReceiveTimeout(s_patience);
        Receive<ReceiveTimeout>(_ => Context.Stop(Self));
        ReceiveAny(reply =>
        {
            asker.Tell(change(reply));
            Context.Stop(Self);
        });
    }

    internal static Props Props(IActorRef asker, Func<object, object> change) => ActorProps.Of(() => new RelayActor(asker, change));
}
