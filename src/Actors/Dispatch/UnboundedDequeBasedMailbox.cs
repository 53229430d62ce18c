using Helios.Actors.Configuration;
using Helios.Actors.Dispatch.MessageQueues;

namespace Helios.Actors.Dispatch;

/// <summary>As the default mailbox: every mailbox of this kernel can take messages back at its head.</summary>
public sealed class UnboundedDequeBasedMailbox : MailboxType
{
    /// <summary>Called by the kernel.</summary>
    public UnboundedDequeBasedMailbox(Settings settings, Config config)
        : base(settings, config)
    {
    }

    /// <inheritdoc/>
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new UnboundedMessageQueue();
}
