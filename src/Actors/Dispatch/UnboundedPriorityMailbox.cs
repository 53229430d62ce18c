using Helios.Actors.Configuration;
using Helios.Actors.Dispatch.MessageQueues;

namespace Helios.Actors.Dispatch;

/// <summary>Serves by priority; subclass it and name the subclass in <c>mailbox-type</c>.</summary>
public abstract class UnboundedPriorityMailbox : MailboxType
{
    /// <summary>Called by the kernel.</summary>
    protected UnboundedPriorityMailbox(Settings settings, Config config)
        : base(settings, config)
    {
    }

    /// <summary>The priority of a message; the smallest is served first.</summary>
    protected abstract int PriorityGenerator(object message);

    /// <inheritdoc/>
    public sealed override IMessageQueue Create(IActorRef owner, ActorSystem system) => new PriorityMessageQueue(PriorityGenerator);
}
