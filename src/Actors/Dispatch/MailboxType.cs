using Helios.Actors.Configuration;
using Helios.Actors.Dispatch.MessageQueues;

namespace Helios.Actors.Dispatch;

/// <summary>Makes the queues of one kind of mailbox; one instance for each mailbox id.</summary>
public abstract class MailboxType : IMessageQueueFactory
{
    /// <summary>The settings of the system.</summary>
    protected readonly Settings Settings;

    /// <summary>The block of this mailbox.</summary>
    protected readonly Config Config;

    /// <summary>Called by the kernel.</summary>
    protected MailboxType(Settings settings, Config config)
    {
        Settings = settings;
        Config = config;
    }

    /// <summary>Makes the queue of one actor.</summary>
    public abstract IMessageQueue Create(IActorRef owner, ActorSystem system);
}
