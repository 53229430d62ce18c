#nullable disable annotations
namespace Helios.Actors.TestKit;

/// <summary>Counts matching events on the event stream.</summary>
internal sealed class EventFilterApplier(TestKitBase testkit, Type channel, Func<object, bool> matches, string what) : IEventFilterApplier
{
    public void ExpectOne(Action action, CancellationToken cancellationToken = default) => Expect(1, action, cancellationToken);

    public void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default) => Expect(1, timeout, action, cancellationToken);

    public T ExpectOne<T>(Func<T> func, CancellationToken cancellationToken = default) => Expect(1, func, cancellationToken);

    public Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default) => ExpectAsync(1, actionAsync, cancellationToken);

    public Task ExpectOneAsync(TimeSpan timeout, Func<Task> actionAsync, CancellationToken cancellationToken = default)
        => ExpectAsync(1, timeout, actionAsync, cancellationToken);

    public void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default)
        => Expect(expectedCount, testkit.TestKitSettings.TestEventFilterLeeway, action, cancellationToken);

    public void Expect(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default)
    {
        Counter counter = new(testkit.TestActor.Path, matches);
        testkit.Sys.EventStream.Subscribe(counter, channel);
        try
        {
            action();
            Verify(counter, expectedCount, timeout, cancellationToken);
        }
        finally
        {
            testkit.Sys.EventStream.Unsubscribe(counter);
        }
    }

    public T Expect<T>(int expectedCount, Func<T> func, CancellationToken cancellationToken = default)
    {
        T result = default;
        Expect(expectedCount, () => { result = func(); }, cancellationToken);
        return result;
    }

    public Task ExpectAsync(int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default)
        => ExpectAsync(expectedCount, testkit.TestKitSettings.TestEventFilterLeeway, actionAsync, cancellationToken);

    public void Mute(Action action, CancellationToken cancellationToken = default) => action();

    private async Task ExpectAsync(int expectedCount, TimeSpan timeout, Func<Task> actionAsync, CancellationToken cancellationToken)
    {
        Counter counter = new(testkit.TestActor.Path, matches);
        testkit.Sys.EventStream.Subscribe(counter, channel);
        try
        {
            await actionAsync().ConfigureAwait(false);
            Verify(counter, expectedCount, timeout, cancellationToken);
        }
        finally
        {
            testkit.Sys.EventStream.Unsubscribe(counter);
        }
    }

    private void Verify(Counter counter, int expected, TimeSpan timeout, CancellationToken cancellationToken)
    {
        testkit.AwaitCondition(() => counter.Count >= expected, timeout, $"expected {expected} of: {what}, got {counter.Count}", cancellationToken);
        if (counter.Count > expected)
        {
            testkit.FailTest($"expected {expected} of: {what}, got {counter.Count}");
        }
    }

    private sealed class Counter(ActorPath testActor, Func<object, bool> matches) : MinimalActorRef
    {
        private int _count;

        public override ActorPath Path { get; } = testActor / "event-filter";

        internal int Count => Volatile.Read(ref _count);

        public override bool Equals(IActorRef other) => ReferenceEquals(this, other);

        protected override void TellInternal(object message, IActorRef sender)
        {
            if (matches(message))
            {
                Interlocked.Increment(ref _count);
            }
        }
    }
}
