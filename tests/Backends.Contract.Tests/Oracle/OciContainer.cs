using System.Diagnostics;
using System.Globalization;
using Helios.Contracts;
using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.Backends.Contract.Tests;

/// <summary>A container that a runtime made: created when it is prepared, started, deleted when it is disposed of.</summary>
internal sealed class OciContainer(OciRuntime runtime, string bundle, ContainerSpec spec) : IContainer
{
    private readonly SemaphoreSlim _state = new(1);
    private OciProcess? _process;
    private bool _started;
    private bool _created;
    private bool _frozen;
    private bool _disposed;

    public ContainerSpec Spec => spec;

    public string? Cgroup
        => _started ? ((string[])["/sys/fs/cgroup/memory", "/sys/fs/cgroup"]).Select(tree => $"{tree}/{spec.Id}").FirstOrDefault(Directory.Exists) : null;

    public int ProcessId => _started ? Process.ProcessId : 0;

    public Task<ExitStatus> Exited => _started ? Process.Exited : throw new InvalidOperationException($"container {spec.Id} has not been started");

    public SafeFileHandle? Terminal => _started ? Process.Terminal : null;

    private OciProcess Process => _process ?? throw new InvalidOperationException($"container {spec.Id} has not been created");

    internal async Task CreateAsync(ContainerIo io)
    {
        string pidFile = Path.Join(bundle, "pid");
        using OciConsole? console = spec.Terminal ? new OciConsole() : null;
        await runtime.CallAsync(
            $"create {spec.Id}", bundle, spec.Terminal ? OciStreams.None : OciStreams.Of(io),
            [
                "create", "--bundle", bundle, "--pid-file", pidFile, .. console is null ? (string[])[] : ["--console-socket", console.Path],
                .. io.Extra.Count == 0 ? (string[])[] : ["--preserve-fds", io.Extra.Count.ToString(CultureInfo.InvariantCulture)], spec.Id.ToString(),
            ]);
        _created = true;
        _process = new OciProcess(int.Parse(await File.ReadAllTextAsync(pidFile), CultureInfo.InvariantCulture), console?.Take());
    }

    public async Task StartAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await _state.WaitAsync(CancellationToken.None);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_started)
            {
                throw new InvalidOperationException($"container {spec.Id} has been started already");
            }

            _started = true;
            string held = CommandLine();
            await runtime.CallAsync("start", bundle, OciStreams.None, "start", spec.Id.ToString());

            // The runtime comes back before the exec.
            using PeriodicTimer again = new(TimeSpan.FromMilliseconds(2));
            while (!Process.Exited.IsCompleted && CommandLine() == held)
            {
                await again.WaitForNextTickAsync(CancellationToken.None);
            }
        }
        finally
        {
            _state.Release();
        }
    }

    public async Task<IContainerProcess> ExecAsync(ExecSpec exec, ContainerIo io, CancellationToken cancellation)
        => await OciExec.StartAsync(runtime, bundle, spec, exec, io);

    public bool TrySignal(Signal signal) => _started && Process.TrySignal(signal);

    public async Task KillAllAsync()
    {
        Process.TrySignal(Signal.Kill);
        if (_frozen && Directory.Exists("/sys/fs/cgroup/freezer"))
        {
            // The v1 freezer holds even the dying.
            await ThawAsync(CancellationToken.None);
        }
    }

    public Task FreezeAsync(CancellationToken cancellation) => SetFrozenAsync(true);

    public Task ThawAsync(CancellationToken cancellation) => SetFrozenAsync(false);

    public ContainerStatistics ReadStatistics() => new();

    public ExitCause ExplainExit(ExitStatus status) => status.Signal is { } signal ? new ExitCause.Signaled(signal) : new ExitCause.Exited(status.Code);

    public void Resize(TerminalSize size) => Process.Resize(size);

    public async ValueTask DisposeAsync()
    {
        await _state.WaitAsync();
        try
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            if (_process is not null)
            {
                // Not left to the runtime: runc has been seen to delete a container that it had just created without killing its process.
                await KillAllAsync();
                long start = Stopwatch.GetTimestamp();
                using PeriodicTimer again = new(TimeSpan.FromMilliseconds(5));
                while (!_process.Exited.IsCompleted)
                {
                    if (Stopwatch.GetElapsedTime(start) > CaseRun.Patience)
                    {
                        throw new TimeoutException($"process {_process.ProcessId} of {spec.Id} does not end");
                    }

                    OciReaper.ReapStrays(runtime.Name);
                    await again.WaitForNextTickAsync();
                }
            }

            if (_created)
            {
                await runtime.CallAsync("delete", bundle, OciStreams.None, "delete", "--force", spec.Id.ToString());
            }

            if (_process is not null)
            {
                await _process.DisposeAsync();
            }

            Directory.Delete(bundle, recursive: true);
        }
        finally
        {
            _state.Release();
        }
    }

    private string CommandLine() => KernelFile.TryRead($"/proc/{Process.ProcessId}/cmdline", out string text) ? text : "";

    // Runtimes refuse to pause what is paused; for the contract that is a success.
    private async Task SetFrozenAsync(bool frozen)
    {
        if (_frozen != frozen)
        {
            _frozen = frozen;
            await runtime.CallAsync("freeze", bundle, OciStreams.None, frozen ? "pause" : "resume", spec.Id.ToString());
        }
    }
}
