namespace Helios.Actors.Internal;

/// <summary>How a recipe makes instances.</summary>
internal abstract class ActorProducer
{
    internal static readonly ActorProducer None = new NoProducer();

    internal abstract Type ActorType { get; }

    internal abstract ActorBase Produce(object[] arguments);

    internal virtual void Release(ActorBase actor)
    {
    }

    private sealed class NoProducer : ActorProducer
    {
        internal override Type ActorType => typeof(ActorBase);

        internal override ActorBase Produce(object[] arguments)
            => throw new NotSupportedException("Props.None makes no actor");
    }
}
