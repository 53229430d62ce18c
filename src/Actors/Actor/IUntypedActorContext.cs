namespace Helios.Actors;

/// <summary>The context as an <see cref="UntypedActor"/> sees it.</summary>
public interface IUntypedActorContext : IActorContext
{
    /// <summary>Replaces the behaviour.</summary>
    void Become(UntypedReceive receive);

    /// <summary>Replaces the behaviour until UnbecomeStacked.</summary>
    void BecomeStacked(UntypedReceive receive);
}
