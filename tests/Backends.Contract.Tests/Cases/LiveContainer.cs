using System.Runtime.InteropServices;
using System.Text;
using Helios.Contracts;
using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.Backends.Contract.Tests;

/// <summary>A container of a case, with its streams.</summary>
public sealed class LiveContainer(string? input, bool terminal) : IAsyncDisposable
{
    private readonly Pipe _input = Pipe.Create();
    private readonly Pipe _output = Pipe.Create();
    private readonly Pipe _error = Pipe.Create();
    private OutputReader? _outputReader;
    private OutputReader? _errorReader;
    private IContainer? _container;

    public IContainer Container => _container ?? throw new InvalidOperationException("not prepared");

    public OutputReader Output => _outputReader ?? throw new InvalidOperationException("not started");

    public OutputReader Error => _errorReader ?? throw new InvalidOperationException("not started");

    /// <summary>Types on its terminal.</summary>
    public void Type(string text)
    {
        using FileStream keyboard = new(new SafeFileHandle(Container.Terminal!.DangerousGetHandle(), ownsHandle: false), FileAccess.Write, bufferSize: 0);
        keyboard.Write(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Writes to its standard input.</summary>
    public void Write(string text) => _input.WriteEnd.Write(Encoding.UTF8.GetBytes(text));

    public void CloseInput() => _input.WriteEnd.Dispose();

    /// <summary>Waits for its end.</summary>
    public async Task<Outcome> EndAsync()
    {
        ExitStatus status = await Container.Exited.WaitAsync(CaseRun.Patience);
        ExitCause cause = Container.ExplainExit(status);
        string error = terminal ? "" : await Error.ToEndAsync();
        return new Outcome(status, cause, await Output.ToEndAsync(), error);
    }

    /// <summary>Starts a further process in it.</summary>
    public async Task<LiveProcess> ExecAsync(CaseRun run, ExecSpec spec)
    {
        run.Demand(Feature.Exec);
        if (run.Subject.WhyNotExec(spec) is { } lack)
        {
            Assert.Skip(lack);
        }

        LiveProcess process = new();
        await process.StartAsync(Container, spec);
        return process;
    }

    /// <summary>Runs a shell script in it to its end.</summary>
    public async Task<(ExitStatus Status, string Output)> ExecAsync(CaseRun run, string script, Func<ExecSpec, ExecSpec>? with = null)
    {
        ExecSpec spec = new() { Command = ["/bin/sh", "-c", script] };
        await using LiveProcess process = await ExecAsync(run, with?.Invoke(spec) ?? spec);
        ExitStatus status = await process.Process.Exited.WaitAsync(CaseRun.Patience);
        return (status, await process.Output.ToEndAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_container is not null)
        {
            await _container.DisposeAsync().AsTask().WaitAsync(CaseRun.Patience);
        }

        _input.Dispose();
        _output.WriteEnd.Dispose();
        _error.WriteEnd.Dispose();
        if (_outputReader is null)
        {
            _output.ReadEnd.Dispose();
        }

        if (_errorReader is null)
        {
            _error.ReadEnd.Dispose();
        }
    }

    internal async Task PrepareAsync(CaseRun run, ContainerSpec spec, IReadOnlyList<SafeHandle> extra, TerminalSize? size)
    {
        ContainerIo io = new()
        {
            Input = CaseRun.Borrow(_input.ReadEnd),
            Output = CaseRun.Borrow(_output.WriteEnd),
            Error = CaseRun.Borrow(_error.WriteEnd),
            Extra = extra,
        };
        io = size is { } cells ? io with { Size = cells } : io;
        _container = await run.Backend.PrepareAsync(spec, io, CancellationToken.None).WaitAsync(CaseRun.Patience);
    }

    /// <summary>The container has its streams: ours can be closed, so that its end is their end.</summary>
    internal void Connected()
    {
        _input.ReadEnd.Dispose();
        _output.WriteEnd.Dispose();
        _error.WriteEnd.Dispose();
        if (terminal)
        {
            SafeFileHandle master = Container.Terminal ?? throw new InvalidOperationException("a container with a terminal shows no terminal");
            _outputReader = new OutputReader(new SafeFileHandle(master.DangerousGetHandle(), ownsHandle: false));
            return;
        }

        _outputReader = OutputReader.Of(_output.ReadEnd);
        _errorReader = OutputReader.Of(_error.ReadEnd);
        if (input is not null)
        {
            if (input.Length > 0)
            {
                Write(input);
            }

            CloseInput();
        }
    }
}
