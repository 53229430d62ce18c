using Helios.Actors.Configuration;
using Helios.Actors.Dispatch.MessageQueues;

namespace Helios.Actors.Dispatch;

/// <summary>Serves <see cref="IControlMessage"/> before other messages.</summary>
public sealed class UnboundedControlAwareMailbox : MailboxType
{
    /// <summary>Called by the kernel.</summary>
    public UnboundedControlAwareMailbox(Settings settings, Config config)
        : base(settings, config)
    {
    }

    /// <inheritdoc/>
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new ControlAwareMessageQueue();
}
