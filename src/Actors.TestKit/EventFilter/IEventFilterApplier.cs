#nullable disable annotations
namespace Helios.Actors.TestKit;

/// <summary>Expects what a filter lets through while some code runs.</summary>
public interface IEventFilterApplier
{
    /// <summary>Exactly one event comes.</summary>
    void ExpectOne(Action action, CancellationToken cancellationToken = default);

    /// <summary>Exactly one event comes, within a time.</summary>
    void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default);

    /// <summary>Exactly one event comes; the result is that of the function.</summary>
    T ExpectOne<T>(Func<T> func, CancellationToken cancellationToken = default);

    /// <summary>Exactly one event comes.</summary>
    Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default);

    /// <summary>Exactly one event comes, within a time.</summary>
    Task ExpectOneAsync(TimeSpan timeout, Func<Task> actionAsync, CancellationToken cancellationToken = default);

    /// <summary>Exactly that many events come.</summary>
    void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default);

    /// <summary>Exactly that many events come, within a time.</summary>
    void Expect(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default);

    /// <summary>Exactly that many events come; the result is that of the function.</summary>
    T Expect<T>(int expectedCount, Func<T> func, CancellationToken cancellationToken = default);

    /// <summary>Exactly that many events come.</summary>
    Task ExpectAsync(int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default);

    /// <summary>Runs code whose events are of no interest.</summary>
    void Mute(Action action, CancellationToken cancellationToken = default);
}
