using Helios.Contracts;
using Helios.Fleets;

namespace Helios.Supervisor;

/// <summary>Runs the commands around a container's life. Never with the host's rights: inside the container, or in one like it beside it.</summary>
internal static class HookRunner
{
    /// <summary>Runs a command inside a running container.</summary>
    internal static async Task<HookResult> InsideAsync(IContainer container, HookSpec hook, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            IContainerProcess process = await container.ExecAsync(new ExecSpec { Command = hook.Command }, ContainerIo.Nothing, cancellation).ConfigureAwait(false);
            return await EndAsync(process, hook, time, cancellation).ConfigureAwait(false);
        }
        catch (BackendException failure)
        {
            return new HookResult(failure.Message);
        }
        catch (OperationCanceledException)
        {
            return new HookResult("given up");
        }
    }

    /// <summary>Runs a command in a container of its own that is made like the given one.</summary>
    internal static async Task<HookResult> BesideAsync(
        IIsolationBackend backend, ContainerSpec like, string stage, HookSpec hook, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            IContainer container = await backend.PrepareAsync(
                like with { Id = Name(like.Id, stage), Command = hook.Command, Terminal = false }, ContainerIo.Nothing, cancellation).ConfigureAwait(false);
            await using (container.ConfigureAwait(false))
            {
                await container.StartAsync(cancellation).ConfigureAwait(false);
                return await EndAsync(container, hook, time, cancellation).ConfigureAwait(false);
            }
        }
        catch (BackendException failure)
        {
            return new HookResult(failure.Message);
        }
        catch (OperationCanceledException)
        {
            return new HookResult("given up");
        }
    }

    private static async Task<HookResult> EndAsync(IContainerProcess process, HookSpec hook, TimeProvider time, CancellationToken cancellation)
    {
        await using (process.ConfigureAwait(false))
        {
            try
            {
                return HookResult.Of(await Patience.WaitAsync(process.Exited, hook.Timeout, time, cancellation).ConfigureAwait(false));
            }
            catch (TimeoutException)
            {
                // The next one must not begin beside it, so this waits until it is gone; the container's end is the only other way out.
                process.TrySignal(Signal.Kill);
                await process.Exited.WaitAsync(cancellation).ConfigureAwait(false);
                return new HookResult($"not done after {DurationText.Of(hook.Timeout)}");
            }
            finally
            {
                process.TrySignal(Signal.Kill);
            }
        }
    }

    private static ContainerId Name(ContainerId id, string stage)
    {
        string name = id.ToString();
        return ContainerId.Parse(string.Concat(name.AsSpan(0, Math.Min(name.Length, ContainerId.MaxLength - stage.Length - 1)), "-", stage));
    }
}
