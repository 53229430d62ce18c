using Helios.Contracts;
using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.Cli;

/// <summary>Runs one container in the foreground: this process hosts the backend and goes when the container goes.</summary>
/// <remarks>This thread waits: it has nothing else to do, and every thread that is not started is start-up time saved.</remarks>
internal sealed class ForegroundRun
{
    private readonly IIsolationBackend _backend;
    private readonly CliConsole _console;
    private readonly ForegroundOptions _options;
    private RelayedStreams? _streams;

    internal ForegroundRun(IIsolationBackend backend, CliConsole console, ForegroundOptions? options = null)
    {
        _backend = backend;
        _console = console;
        _options = options ?? ForegroundOptions.None;
    }

    /// <summary>Runs it with this process's own standard streams.</summary>
    /// <returns>The exit code as podman gives it.</returns>
    internal static int Execute(IIsolationBackend backend, ContainerSpec spec, CliConsole console, ForegroundOptions? options = null)
    {
        if (spec.Terminal)
        {
            return new ForegroundRun(backend, console, options).Run(spec, new ContainerIo { Size = HostTerminal.Size() });
        }

        using RelayedStreams streams = new(withInput: true);
        using SafeFileHandle input = Handle(streams.Input!);
        using SafeFileHandle output = Handle(streams.Output);
        using SafeFileHandle error = Handle(streams.Error);
        ContainerIo io = new() { Input = input, Output = output, Error = error, Size = HostTerminal.Size() };
        ForegroundRun run = new(backend, console, options) { _streams = streams };
        return run.Run(spec, io);

        static SafeFileHandle Handle(SafeFd descriptor) => new(descriptor.Number, ownsHandle: false);
    }

    /// <summary>Validates, prepares, starts, waits and removes; on every path nothing of the container is left.</summary>
    /// <exception cref="CliException">The specification is refused, or the launch failed.</exception>
    internal int Run(ContainerSpec spec, ContainerIo io)
    {
        FaultText.ThrowIfAny(_backend.Validate(spec));
        using SignalForwarding signals = new(_options.EndWithin);
        try
        {
            // What a run that was killed left behind may hold the very name that is asked for now.
            _backend.Sweep();
            IContainer container = _backend.PrepareAsync(spec, io, signals.Launch).GetAwaiter().GetResult();
            try
            {
                return Run(container, signals);
            }
            finally
            {
                container.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
        }
        catch (BackendException failure)
        {
            throw FaultText.Refusal(failure);
        }
        catch (OperationCanceledException) when (signals.Cancelling is { } signal)
        {
            return ExitStatus.Killed(signal).Code;
        }
    }

    private int Run(IContainer container, SignalForwarding signals)
    {
        using TerminalSession? terminal = container.Spec.Terminal ? new TerminalSession(container) : null;
        container.StartAsync(signals.Launch).GetAwaiter().GetResult();
        _options.Started?.Invoke(container);
        terminal?.Begin();
        _streams?.Begin();
        signals.Attach(container);
        ExitStatus status = container.Exited.GetAwaiter().GetResult();
        terminal?.End();
        _streams?.End();
        ExitCause cause = container.ExplainExit(status);
        if (!cause.IsOwnChoice && !(cause is ExitCause.Signaled { Signal: var signal } && signals.HasPassed(signal)))
        {
            _console.Error.Write($"helios: {container.Spec.Id}: {cause}\n");
        }

        return cause.Code;
    }
}
