#nullable disable annotations
namespace Helios.Actors.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>The next message is of the type.</summary>
    public T ExpectMsg<T>(TimeSpan? duration = null, string hint = null, CancellationToken cancellationToken = default)
        => Check<T>(Next(duration, typeof(T).Name, hint, cancellationToken), null, hint);

    /// <summary>The next message equals that one.</summary>
    public T ExpectMsg<T>(T message, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default)
        => Check<T>(Next(timeout, message, hint, cancellationToken), (actual, _) => Equal(message, actual, hint), hint);

    /// <summary>The next message is of the type and matches.</summary>
    public T ExpectMsg<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default)
        => Check<T>(Next(timeout, typeof(T).Name, hint, cancellationToken), (actual, _) => Holds(isMessage(actual), actual, hint), hint);

    /// <summary>The next message is of the type and satisfies the assertions.</summary>
    public T ExpectMsg<T>(Action<T> assert, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default)
        => Check<T>(Next(timeout, typeof(T).Name, hint, cancellationToken), (actual, _) => assert(actual), hint);

    /// <summary>The next message is of the type and matches, its sender too.</summary>
    public T ExpectMsg<T>(Func<T, IActorRef, bool> isMessageAndSender, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default)
        => Check<T>(Next(timeout, typeof(T).Name, hint, cancellationToken), (actual, sender) => Holds(isMessageAndSender(actual, sender), actual, hint), hint);

    /// <summary>The next message is of the type and satisfies the assertions, its sender too.</summary>
    public T ExpectMsg<T>(Action<T, IActorRef> assertMessageAndSender, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default)
        => Check<T>(Next(timeout, typeof(T).Name, hint, cancellationToken), assertMessageAndSender, hint);

    /// <summary>The next message equals that one by a function.</summary>
    public T ExpectMsg<T>(T message, Func<T, T, bool> comparer, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default)
        => Check<T>(Next(timeout, message, hint, cancellationToken), (actual, _) => Holds(comparer(message, actual), actual, hint), hint);

    /// <summary>The next message is of the type.</summary>
    public async ValueTask<T> ExpectMsgAsync<T>(TimeSpan? duration = null, string hint = null, CancellationToken cancellationToken = default)
        => Check<T>(await NextAsync(duration, typeof(T).Name, hint, cancellationToken).ConfigureAwait(false), null, hint);

    /// <summary>The next message equals that one.</summary>
    public async ValueTask<T> ExpectMsgAsync<T>(T message, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default)
        => Check<T>(await NextAsync(timeout, message, hint, cancellationToken).ConfigureAwait(false), (actual, _) => Equal(message, actual, hint), hint);

    /// <summary>The next message is of the type and matches.</summary>
    public async ValueTask<T> ExpectMsgAsync<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default)
        => Check<T>(await NextAsync(timeout, typeof(T).Name, hint, cancellationToken).ConfigureAwait(false), (actual, _) => Holds(isMessage(actual), actual, hint), hint);

    /// <summary>The next message is of the type and satisfies the assertions.</summary>
    public async ValueTask<T> ExpectMsgAsync<T>(Action<T> assert, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default)
        => Check<T>(await NextAsync(timeout, typeof(T).Name, hint, cancellationToken).ConfigureAwait(false), (actual, _) => assert(actual), hint);

    /// <summary>The next message is of the type and comes from that actor.</summary>
    public T ExpectMsgFrom<T>(IActorRef sender, TimeSpan? duration = null, string hint = null, CancellationToken cancellationToken = default)
        => Check<T>(Next(duration, typeof(T).Name, hint, cancellationToken), (_, actual) => Equal(sender, actual, hint), hint);

    /// <summary>The next message equals that one and comes from that actor.</summary>
    public T ExpectMsgFrom<T>(IActorRef sender, T message, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default)
        => Check<T>(
            Next(timeout, message, hint, cancellationToken),
            (actual, from) =>
            {
                Equal(sender, from, hint);
                Equal(message, actual, hint);
            },
            hint);

    /// <summary>The next message says that the actor has terminated.</summary>
    public Terminated ExpectTerminated(IActorRef target, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default)
        => Check<Terminated>(Next(timeout, $"Terminated of {target}", hint, cancellationToken), (actual, _) => Equal(target, actual.ActorRef, hint), hint);

    /// <summary>The next message says that the actor has terminated.</summary>
    public async ValueTask<Terminated> ExpectTerminatedAsync(IActorRef target, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default)
        => Check<Terminated>(await NextAsync(timeout, $"Terminated of {target}", hint, cancellationToken).ConfigureAwait(false), (actual, _) => Equal(target, actual.ActorRef, hint), hint);

    /// <summary>The next message equals one of those.</summary>
    public T ExpectMsgAnyOf<T>(IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default)
        => Check<T>(Next(null, $"one of {string.Join(", ", messages)}", null, cancellationToken), (actual, _) => Holds(messages.Contains(actual), actual, null), null);

    /// <summary>The next messages are those, in whatever order.</summary>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default)
        => ExpectMsgAllOf(RemainingOrDefault, messages, cancellationToken);

    /// <summary>The next messages are those, in whatever order, within a time.</summary>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(TimeSpan max, IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default)
    {
        object[] received = [.. ReceiveN(messages.Count, max, cancellationToken)];
        List<object> unexpected = [.. received];
        foreach (T message in messages)
        {
            if (!unexpected.Remove(message))
            {
                _assertions.Fail($"did not receive {message}, but {string.Join(", ", received)}");
            }
        }

        return [.. received.Cast<T>()];
    }

    /// <summary>No message comes.</summary>
    public void ExpectNoMsg(CancellationToken cancellationToken = default) => ExpectNoMsg(Dilated(TestKitSettings.ExpectNoMessageDefault), cancellationToken);

    /// <summary>No message comes for that many milliseconds.</summary>
    public void ExpectNoMsg(int milliseconds, CancellationToken cancellationToken = default) => ExpectNoMsg(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    /// <summary>No message comes for that long.</summary>
    public void ExpectNoMsg(TimeSpan duration, CancellationToken cancellationToken = default)
    {
        if (TryReceiveOne(out MessageEnvelope envelope, duration, cancellationToken))
        {
            _assertions.Fail($"expected no message for {duration}, got {envelope}");
        }

        _lastWasNoMsg = true;
    }

    /// <summary>No message comes.</summary>
    public ValueTask ExpectNoMsgAsync(CancellationToken cancellationToken = default) => ExpectNoMsgAsync(Dilated(TestKitSettings.ExpectNoMessageDefault), cancellationToken);

    /// <summary>No message comes for that many milliseconds.</summary>
    public ValueTask ExpectNoMsgAsync(int milliseconds, CancellationToken cancellationToken = default) => ExpectNoMsgAsync(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    /// <summary>No message comes for that long.</summary>
    public async ValueTask ExpectNoMsgAsync(TimeSpan duration, CancellationToken cancellationToken = default)
    {
        if (await TakeAsync(duration, cancellationToken).ConfigureAwait(false) is { } envelope)
        {
            _assertions.Fail($"expected no message for {duration}, got {envelope}");
        }

        _lastWasNoMsg = true;
    }

    private MessageEnvelope Next(TimeSpan? timeout, object expected, string hint, CancellationToken cancellationToken)
    {
        TimeSpan limit = RemainingOrDilated(timeout);
        if (!TryReceiveOne(out MessageEnvelope envelope, limit, cancellationToken))
        {
            _assertions.Fail($"expected {expected}, no message came within {limit}{Hint(hint)}");
        }

        return envelope;
    }

    private async ValueTask<MessageEnvelope> NextAsync(TimeSpan? timeout, object expected, string hint, CancellationToken cancellationToken)
    {
        TimeSpan limit = RemainingOrDilated(timeout);
        MessageEnvelope envelope = await TakeAsync(limit, cancellationToken).ConfigureAwait(false);
        if (envelope is null)
        {
            _assertions.Fail($"expected {expected}, no message came within {limit}{Hint(hint)}");
        }

        return envelope;
    }

    private T Check<T>(MessageEnvelope envelope, Action<T, IActorRef> assert, string hint)
    {
        if (envelope.Message is not T typed)
        {
            _assertions.Fail($"expected {typeof(T).Name}, got {envelope.Message.GetType().Name} {envelope}{Hint(hint)}");
            return default;
        }

        assert?.Invoke(typed, envelope.Sender);
        return typed;
    }

    private void Equal<T>(T expected, T actual, string hint)
    {
        bool equal = expected is System.Collections.IEnumerable left and not string && actual is System.Collections.IEnumerable right
            ? left.Cast<object>().SequenceEqual(right.Cast<object>())
            : EqualityComparer<T>.Default.Equals(expected, actual);
        if (!equal)
        {
            _assertions.Fail($"expected {expected}, got {actual}{Hint(hint)}");
        }
    }

    private void Holds<T>(bool condition, T actual, string hint)
    {
        if (!condition)
        {
            _assertions.Fail($"{actual} does not match{Hint(hint)}");
        }
    }
}
