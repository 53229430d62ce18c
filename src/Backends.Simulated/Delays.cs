namespace Helios.Backends.Simulated;

/// <summary>Waiting in the given time, with continuations that run on the thread that moves it.</summary>
internal static class Delays
{
    internal static async Task After(TimeProvider time, TimeSpan delay, CancellationToken cancellation)
    {
        if (delay <= TimeSpan.Zero)
        {
            return;
        }

        // Task.Delay with a TimeProvider may finish elsewhere; this source runs its continuations where the timer fires.
        TaskCompletionSource done = new();
        using ITimer timer = time.CreateTimer(static state => ((TaskCompletionSource)state!).TrySetResult(), done, delay, Timeout.InfiniteTimeSpan);
        using CancellationTokenRegistration registration = cancellation.UnsafeRegister(static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), done);
        await done.Task.ConfigureAwait(false);
    }
}
