#nullable disable annotations
namespace Helios.Actors.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>Takes the next message; null when none came in time.</summary>
    public object ReceiveOne(TimeSpan? max = null, CancellationToken cancellationToken = default)
        => TryReceiveOne(out MessageEnvelope envelope, max, cancellationToken) ? envelope.Message : null;

    /// <summary>Takes the next message; null when none came in time.</summary>
    public async ValueTask<object> ReceiveOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default)
        => (await TakeAsync(max, cancellationToken).ConfigureAwait(false))?.Message;

    /// <summary>Takes the next message; false when none came in time.</summary>
    public bool TryReceiveOne(out MessageEnvelope envelope, TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        bool taken = _queue.TryTake(max ?? RemainingOrDefault, cancellationToken, out envelope);
        Took(taken ? envelope : null);
        envelope ??= NullMessageEnvelope.Instance;
        return taken;
    }

    /// <summary>Takes that many messages.</summary>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, CancellationToken cancellationToken = default)
        => ReceiveN(numberOfMessages, RemainingOrDefault, cancellationToken);

    /// <summary>Takes that many messages, all of them within a time.</summary>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default)
    {
        TimeSpan end = Clock + Dilated(max);
        List<object> received = [];
        while (received.Count < numberOfMessages)
        {
            if (!TryReceiveOne(out MessageEnvelope envelope, Max(end - Clock, TimeSpan.Zero), cancellationToken))
            {
                _assertions.Fail($"expected {numberOfMessages} messages within {max}, got {received.Count}");
            }

            received.Add(envelope.Message);
        }

        return received;
    }

    /// <summary>Takes messages as long as the function returns something for them.</summary>
    public IReadOnlyList<T> ReceiveWhile<T>(TimeSpan? max, Func<object, T> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default)
        where T : class => ReceiveWhile(filter, max, Timeout.InfiniteTimeSpan, msgs, cancellationToken);

    /// <summary>Takes messages as long as the function returns something for them.</summary>
    /// <param name="max">The time for all.</param>
    /// <param name="idle">The time between two.</param>
    /// <param name="filter">Turns a message into a result; null ends the series and leaves the message in the queue.</param>
    /// <param name="msgs">How many at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public IReadOnlyList<T> ReceiveWhile<T>(TimeSpan? max, TimeSpan? idle, Func<object, T> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default)
        where T : class => ReceiveWhile(filter, max, idle, msgs, cancellationToken);

    /// <summary>Takes messages as long as the function returns something for them.</summary>
    public IReadOnlyList<T> ReceiveWhile<T>(Func<object, T> filter, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue, CancellationToken cancellationToken = default)
        where T : class
    {
        TimeSpan end = Clock + RemainingOrDilated(max);
        TimeSpan between = idle ?? Timeout.InfiniteTimeSpan;
        List<T> taken = [];
        while (taken.Count < msgs)
        {
            TimeSpan left = Max(end - Clock, TimeSpan.Zero);
            if (!WaitForMessage(between < TimeSpan.Zero ? left : Min(left, between), cancellationToken)
                || filter(_queue.Peek()!.Message) is not { } result)
            {
                break;
            }

            TryReceiveOne(out _, TimeSpan.Zero, cancellationToken);
            taken.Add(result);
        }

        _lastWasNoMsg = true;
        return taken;
    }

    /// <summary>Takes messages of a type as long as the condition holds.</summary>
    public IReadOnlyList<T> ReceiveWhile<T>(Predicate<T> shouldContinue, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue, bool shouldIgnoreOtherMessageTypes = true, CancellationToken cancellationToken = default)
        where T : class
    {
        TimeSpan end = Clock + RemainingOrDilated(max);
        TimeSpan between = idle ?? Timeout.InfiniteTimeSpan;
        List<T> taken = [];
        while (taken.Count < msgs)
        {
            TimeSpan left = Max(end - Clock, TimeSpan.Zero);
            if (!WaitForMessage(between < TimeSpan.Zero ? left : Min(left, between), cancellationToken))
            {
                break;
            }

            if (_queue.Peek()!.Message is T typed)
            {
                if (!shouldContinue(typed))
                {
                    break;
                }

                taken.Add(typed);
            }
            else if (!shouldIgnoreOtherMessageTypes)
            {
                break;
            }

            TryReceiveOne(out _, TimeSpan.Zero, cancellationToken);
        }

        _lastWasNoMsg = true;
        return taken;
    }

    /// <summary>Takes messages until one of the type matches, and returns it.</summary>
    public T FishForMessage<T>(Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default)
    {
        TimeSpan limit = RemainingOrDilated(max);
        TimeSpan end = Clock + limit;
        while (TryReceiveOne(out MessageEnvelope envelope, Max(end - Clock, TimeSpan.Zero), cancellationToken))
        {
            if (envelope.Message is T typed && isMessage(typed))
            {
                return typed;
            }
        }

        _assertions.Fail($"no matching {typeof(T).Name} came within {limit}{Hint(hint)}");
        return default;
    }

    /// <summary>Takes messages until one matches, and returns it.</summary>
    public object FishForMessage(Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default)
        => FishForMessage<object>(isMessage, max, hint, cancellationToken);

    /// <summary>Takes messages until one of the type matches, and returns it.</summary>
    public async ValueTask<T> FishForMessageAsync<T>(Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default)
    {
        TimeSpan limit = RemainingOrDilated(max);
        TimeSpan end = Clock + limit;
        while (await TakeAsync(Max(end - Clock, TimeSpan.Zero), cancellationToken).ConfigureAwait(false) is { } envelope)
        {
            if (envelope.Message is T typed && isMessage(typed))
            {
                return typed;
            }
        }

        _assertions.Fail($"no matching {typeof(T).Name} came within {limit}{Hint(hint)}");
        return default;
    }

    /// <summary>Takes messages until one of the type comes.</summary>
    public async Task FishUntilMessageAsync<T>(TimeSpan? max = null, CancellationToken cancellationToken = default)
        => await FishForMessageAsync<T>(static _ => true, max, cancellationToken: cancellationToken).ConfigureAwait(false);

    private async ValueTask<MessageEnvelope> TakeAsync(TimeSpan? max, CancellationToken cancellationToken)
    {
        MessageEnvelope envelope = await _queue.TryTakeAsync(max ?? RemainingOrDefault, cancellationToken).ConfigureAwait(false);
        Took(envelope);
        return envelope;
    }

    private void Took(MessageEnvelope envelope)
    {
        _lastWasNoMsg = false;
        LastEnvelope = envelope ?? NullMessageEnvelope.Instance;
    }

    private bool WaitForMessage(TimeSpan timeout, CancellationToken cancellationToken) => _queue.WaitForOne(timeout, cancellationToken);

    private static string Hint(string hint) => string.IsNullOrEmpty(hint) ? string.Empty : $" ({hint})";
}
