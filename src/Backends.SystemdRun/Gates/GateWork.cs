using Helios.Contracts;
using Helios.Isolation.Launch;
using Helios.Isolation.Plans;
using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.Backends.SystemdRun.Gates;

/// <summary>What a gate is to do, ready to be sent: the script with its descriptors. It is written while systemd still makes the unit.</summary>
internal sealed class GateWork : IDisposable
{
    private readonly (UnixSocket First, UnixSocket Second)? _handOver;
    private readonly HeldStreams? _streams;
    private readonly SpawnScript? _script;
    private readonly SharedScript? _shared;

    /// <summary>Writes it.</summary>
    /// <param name="plan">Of <see cref="PlanCompiler.CompileInside"/>.</param>
    /// <param name="io">The payload's streams.</param>
    /// <param name="terminal">Whether the gate makes a terminal, whose master side it then hands over.</param>
    internal GateWork(CompiledPlan plan, ContainerIo io, bool terminal)
    {
        try
        {
            _handOver = terminal ? UnixSocket.CreatePair() : null;
            _streams = new HeldStreams(io, _handOver?.Second, Gate.FirstOfScript, plan);
            ProcessLaunch.Give(plan, _streams);
            _script = plan.Write(_streams.Descriptors);
            _shared = _script.Share();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Lets the gate do it; returns when the payload runs.</summary>
    /// <returns>The payload's number, and the master side of its terminal, null without one.</returns>
    /// <exception cref="BackendException">A step failed; the gate has ended.</exception>
    internal (int ProcessId, SafeFileHandle? Terminal) Do(GateSocket gate)
    {
        try
        {
            int process = gate.Release(_shared!, _streams!.InOrder);

            // It has called exec, so its message has been waiting in the socket since long before.
            return (process, _handOver is { } sockets ? ProcessLaunch.TakeOver(ProcessLaunch.ReceiveMaster(sockets.First)) : null);
        }
        catch (SpawnException failure)
        {
            throw new BackendException(ProcessLaunch.Explain(failure), failure);
        }
    }

    public void Dispose()
    {
        _shared?.Dispose();
        _script?.Dispose();
        _streams?.Dispose();
        _handOver?.First.Dispose();
        _handOver?.Second.Dispose();
    }
}
