using Helios.Actors.Configuration;
using Helios.Actors.Dispatch.MessageQueues;

namespace Helios.Actors.Dispatch;

/// <summary>Holds <c>mailbox-capacity</c> messages (1000); a sender waits <c>mailbox-push-timeout-time</c> (10s) for room.</summary>
public sealed class BoundedMailbox : MailboxType
{
    /// <summary>Called by the kernel.</summary>
    /// <exception cref="ArgumentException">The capacity is not positive or the timeout negative.</exception>
    public BoundedMailbox(Settings settings, Config config)
        : base(settings, config)
    {
        Capacity = config.GetInt("mailbox-capacity", 1000);
        PushTimeout = config.GetTimeSpan("mailbox-push-timeout-time", TimeSpan.FromSeconds(10));
        if (Capacity <= 0)
        {
            throw new ArgumentException($"mailbox-capacity must be positive, not {Capacity}", nameof(config));
        }

        if (PushTimeout < TimeSpan.Zero)
        {
            throw new ArgumentException($"mailbox-push-timeout-time cannot be negative, it is {PushTimeout}", nameof(config));
        }
    }

    /// <summary>Messages it holds.</summary>
    public int Capacity { get; }

    /// <summary>How long a sender waits.</summary>
    public TimeSpan PushTimeout { get; }

    /// <inheritdoc/>
    public override IMessageQueue Create(IActorRef owner, ActorSystem system)
        => new BoundedMessageQueue(
            Capacity,
            PushTimeout,
            refused => ((ActorSystemImpl)system).PublishDeadLetter(refused.Message, refused.Sender, owner));
}
