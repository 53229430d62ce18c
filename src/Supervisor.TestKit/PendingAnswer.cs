using Akka.Actor;

namespace Helios.Supervisor.TestKit;

/// <summary>What an actor of a <see cref="DeterministicSystem"/> answered, or has not answered yet.</summary>
public sealed class PendingAnswer
{
    internal PendingAnswer(IActorRefProvider provider) => Ref = new Receiver(this, provider);

    /// <summary>Whether the answer has come.</summary>
    public bool IsThere => Message is not null;

    internal object? Message { get; private set; }

    internal IActorRef Ref { get; }

    /// <summary>The answer.</summary>
    /// <exception cref="InvalidOperationException">It has not come yet.</exception>
    public object Now() => Message ?? throw new InvalidOperationException("not answered yet");

    /// <summary>An address that is no actor, so that an answer needs nobody's turn.</summary>
    private sealed class Receiver(PendingAnswer answer, IActorRefProvider provider) : MinimalActorRef
    {
        public override ActorPath Path { get; } = provider.TempPath();

        public override IActorRefProvider Provider => provider;

        // The first answer counts, as with Ask.
        protected override void TellInternal(object message, IActorRef sender) => answer.Message ??= message;
    }
}
