using Helios.Contracts;
using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.Backends.Contract.Tests;

/// <summary>A further process of a container, with its output.</summary>
public sealed class LiveProcess : IAsyncDisposable
{
    private readonly Pipe _output = Pipe.Create();
    private IContainerProcess? _process;
    private OutputReader? _reader;

    public IContainerProcess Process => _process ?? throw new InvalidOperationException("not started");

    public OutputReader Output => _reader ?? throw new InvalidOperationException("not started");

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.TrySignal(Signal.Kill);
            await _process.Exited.WaitAsync(CaseRun.Patience);
            await _process.DisposeAsync();
        }

        _output.WriteEnd.Dispose();
        if (_reader is null || _process?.Terminal is not null)
        {
            _output.ReadEnd.Dispose();
        }
    }

    internal async Task StartAsync(IContainer container, ExecSpec spec)
    {
        using (_output.WriteEnd)
        {
            ContainerIo io = new() { Output = CaseRun.Borrow(_output.WriteEnd), Error = CaseRun.Borrow(_output.WriteEnd) };
            _process = await container.ExecAsync(spec, io, CancellationToken.None).WaitAsync(CaseRun.Patience);
        }

        _reader = _process.Terminal is { } master
            ? new OutputReader(new SafeFileHandle(master.DangerousGetHandle(), ownsHandle: false))
            : OutputReader.Of(_output.ReadEnd);
    }
}
