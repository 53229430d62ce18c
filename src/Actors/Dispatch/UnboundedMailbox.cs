using Helios.Actors.Configuration;
using Helios.Actors.Dispatch.MessageQueues;

namespace Helios.Actors.Dispatch;

/// <summary>First in, first out, without limit: the default.</summary>
public sealed class UnboundedMailbox : MailboxType
{
    /// <summary>Called by the kernel.</summary>
    public UnboundedMailbox(Settings settings, Config config)
        : base(settings, config)
    {
    }

    /// <inheritdoc/>
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new UnboundedMessageQueue();
}
