using System.Collections.Concurrent;

namespace Helios.Actors.Event;

/// <summary>Publishes to actors by the type of the event: subclasses and implementations included.</summary>
/// <remarks>Subscriptions are rare and publishing is not, so each type that was ever published keeps its list of receivers.</remarks>
public class EventStream
{
    private readonly Lock _lock = new();
    private readonly List<(IActorRef Subscriber, Type Channel)> _subscriptions = [];
    private readonly ConcurrentDictionary<Type, IActorRef[]> _receivers = new();

    internal EventStream()
    {
    }

    /// <summary>Sends every event of that type to the subscriber from now on; false when it did so already.</summary>
    public bool Subscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(channel);
        lock (_lock)
        {
            if (_subscriptions.Exists(each => each.Channel == channel && each.Subscriber.Equals(subscriber)))
            {
                return false;
            }

            _subscriptions.Add((subscriber, channel));
            _receivers.Clear();
            return true;
        }
    }

    /// <summary>Sends every event of that type to the subscriber from now on; false when it did so already.</summary>
    public bool Subscribe<TChannel>(IActorRef subscriber) => Subscribe(subscriber, typeof(TChannel));

    /// <summary>Ends one subscription; false when there was none.</summary>
    public bool Unsubscribe(IActorRef subscriber, Type channel)
        => Remove(each => each.Channel == channel && each.Subscriber.Equals(subscriber));

    /// <summary>Ends all subscriptions; false when there were none.</summary>
    public bool Unsubscribe(IActorRef subscriber) => Remove(each => each.Subscriber.Equals(subscriber));

    /// <summary>Sends an event to its subscribers. A subscriber that has terminated is forgotten.</summary>
    public void Publish(object @event)
    {
        ArgumentNullException.ThrowIfNull(@event);
        foreach (IActorRef subscriber in ReceiversOf(@event.GetType()))
        {
            if (subscriber is IInternalActorRef { IsTerminated: true })
            {
                Unsubscribe(subscriber);
            }
            else
            {
                subscriber.Tell(@event, ActorRefs.NoSender!);
            }
        }
    }

    /// <summary>True when somebody listens to events of that type.</summary>
    internal bool HasSubscribers(Type type) => ReceiversOf(type).Length > 0;

    private IActorRef[] ReceiversOf(Type type)
    {
        if (_receivers.TryGetValue(type, out IActorRef[]? known))
        {
            return known;
        }

        lock (_lock)
        {
            IActorRef[] receivers = [.. _subscriptions.Where(each => each.Channel.IsAssignableFrom(type)).Select(each => each.Subscriber).Distinct()];
            _receivers[type] = receivers;
            return receivers;
        }
    }

    private bool Remove(Predicate<(IActorRef Subscriber, Type Channel)> match)
    {
        lock (_lock)
        {
            bool removed = _subscriptions.RemoveAll(match) > 0;
            if (removed)
            {
                _receivers.Clear();
            }

            return removed;
        }
    }
}
