#nullable disable annotations
namespace Helios.Actors.TestKit;

public abstract partial class TestKitBase
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits until the condition holds.</summary>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default)
        => AwaitCondition(conditionIsFulfilled, null, null, null, cancellationToken);

    /// <summary>Waits until the condition holds.</summary>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default)
        => AwaitCondition(conditionIsFulfilled, max, null, null, cancellationToken);

    /// <summary>Waits until the condition holds.</summary>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, string message, CancellationToken cancellationToken = default)
        => AwaitCondition(conditionIsFulfilled, max, null, message, cancellationToken);

    /// <summary>Waits until the condition holds, asking again after each interval.</summary>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string message = null, CancellationToken cancellationToken = default)
    {
        TimeSpan limit = RemainingOrDilated(max);
        if (!Poll(conditionIsFulfilled, limit, interval, cancellationToken))
        {
            _assertions.Fail($"the condition did not hold within {limit}{Hint(message)}");
        }
    }

    /// <summary>Waits until the condition holds.</summary>
    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, CancellationToken cancellationToken = default)
        => AwaitConditionAsync(conditionIsFulfilled, null, null, null, cancellationToken);

    /// <summary>Waits until the condition holds.</summary>
    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default)
        => AwaitConditionAsync(conditionIsFulfilled, max, null, null, cancellationToken);

    /// <summary>Waits until the condition holds, asking again after each interval.</summary>
    public async Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string message = null, CancellationToken cancellationToken = default)
    {
        TimeSpan limit = RemainingOrDilated(max);
        TimeSpan end = Clock + limit;
        while (!await conditionIsFulfilled().ConfigureAwait(false))
        {
            if (Clock >= end)
            {
                _assertions.Fail($"the condition did not hold within {limit}{Hint(message)}");
            }

            await Task.Delay(interval ?? s_pollInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until the assertions hold; fails as they last did.</summary>
    public void AwaitAssert(Action assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        Exception last = null;
        bool Holds()
        {
            try
            {
                assertion();
                return true;
            }
            catch (Exception e)
            {
                last = e;
                return false;
            }
        }

        if (!Poll(Holds, RemainingOrDilated(duration), interval, cancellationToken))
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(last!);
        }
    }

    /// <summary>Waits until the assertions hold; fails as they last did.</summary>
    public Task AwaitAssertAsync(Action assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default)
        => AwaitAssertAsync(
            () =>
            {
                assertion();
                return Task.CompletedTask;
            },
            duration,
            interval,
            cancellationToken);

    /// <summary>Waits until the assertions hold; fails as they last did.</summary>
    public async Task AwaitAssertAsync(Func<Task> assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        TimeSpan end = Clock + RemainingOrDilated(duration);
        while (true)
        {
            try
            {
                await assertion().ConfigureAwait(false);
                return;
            }
            catch (Exception) when (Clock < end)
            {
                await Task.Delay(interval ?? s_pollInterval, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The action ends within the time; the waits inside take what is left of it.</summary>
    public void Within(TimeSpan max, Action action, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
        => Within(TimeSpan.Zero, max, action, null, epsilonValue, cancellationToken);

    /// <summary>The action ends within the time, and not before <paramref name="min"/>.</summary>
    public void Within(TimeSpan min, TimeSpan max, Action action, string hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
        => Within<object>(
            min,
            max,
            () =>
            {
                action();
                return null;
            },
            hint,
            epsilonValue,
            cancellationToken);

    /// <summary>The function ends within the time; the waits inside take what is left of it.</summary>
    public T Within<T>(TimeSpan max, Func<T> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
        => Within(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    /// <summary>The function ends within the time, and not before <paramref name="min"/>.</summary>
    public T Within<T>(TimeSpan min, TimeSpan max, Func<T> function, string hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
    {
        (TimeSpan start, TimeSpan limit, TimeSpan? outer) = BeginWithin(max);
        T result;
        try
        {
            result = function();
        }
        finally
        {
            _end = outer;
        }

        EndWithin(start, min, limit, hint, epsilonValue);
        return result;
    }

    /// <summary>The action ends within the time; the waits inside take what is left of it.</summary>
    public Task WithinAsync(TimeSpan max, Func<Task> actionAsync, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
        => WithinAsync(TimeSpan.Zero, max, actionAsync, null, epsilonValue, cancellationToken);

    /// <summary>The action ends within the time, and not before <paramref name="min"/>.</summary>
    public async Task WithinAsync(TimeSpan min, TimeSpan max, Func<Task> actionAsync, string hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
    {
        (TimeSpan start, TimeSpan limit, TimeSpan? outer) = BeginWithin(max);
        try
        {
            await actionAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _end = outer;
        }

        EndWithin(start, min, limit, hint, epsilonValue);
    }

    private (TimeSpan Start, TimeSpan Limit, TimeSpan? Outer) BeginWithin(TimeSpan max)
    {
        TimeSpan limit = RemainingOrDilated(max);
        TimeSpan start = Clock;
        TimeSpan? outer = _end;
        _end = start + limit;
        _lastWasNoMsg = false;
        return (start, limit, outer);
    }

    private void EndWithin(TimeSpan start, TimeSpan min, TimeSpan limit, string hint, TimeSpan? epsilon)
    {
        TimeSpan took = Clock - start;
        if (took < min)
        {
            _assertions.Fail($"the block took {took}, it should take {min} at least{Hint(hint)}");
        }

        // A block that ends by waiting for silence uses its time up by intention.
        if (!_lastWasNoMsg && took > limit + (epsilon ?? TimeSpan.Zero))
        {
            _assertions.Fail($"the block took {took}, more than {limit}{Hint(hint)}");
        }
    }

    private bool Poll(Func<bool> condition, TimeSpan limit, TimeSpan? interval, CancellationToken cancellationToken)
    {
        if (Waiting is { } waiting)
        {
            return waiting.RunUntil(condition, limit);
        }

        TimeSpan end = Clock + limit;
        using ManualResetEventSlim never = new();
        while (!condition())
        {
            if (Clock >= end)
            {
                return false;
            }

            never.Wait(interval ?? s_pollInterval, cancellationToken);
        }

        return true;
    }
}
