namespace Helios.Supervisor;

/// <summary>Waits that are longer than the runtime's timers, which end at 49 days.</summary>
internal static class Patience
{
    private static readonly TimeSpan s_slice = TimeSpan.FromDays(30);

    /// <summary>The task's result.</summary>
    /// <exception cref="TimeoutException">It is not there in time.</exception>
    internal static async Task<T> WaitAsync<T>(Task<T> task, TimeSpan timeout, TimeProvider time, CancellationToken cancellation)
    {
        while (timeout > s_slice)
        {
            try
            {
                return await task.WaitAsync(s_slice, time, cancellation).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                timeout -= s_slice;
            }
        }

        return await task.WaitAsync(timeout, time, cancellation).ConfigureAwait(false);
    }

    /// <summary>What a single timer can take.</summary>
    internal static TimeSpan Bounded(TimeSpan timeout) => timeout < s_slice ? timeout : s_slice;
}
