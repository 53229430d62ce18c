using Helios.Backends.Namespaces;
using Helios.Backends.Namespaces.Plans;
using Helios.Backends.Namespaces.Steps;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Backends.SystemdRun.Processes;

/// <summary>Carries out what is to be done in the namespaces of the waiting gate: by a process of ours that enters them and ends.</summary>
internal static class InsideWork
{
    /// <summary>Does it; the gate still waits afterwards, with the container's root as its own.</summary>
    /// <returns>The master side of the container's terminal; null without one.</returns>
    /// <exception cref="BackendException">A step failed.</exception>
    internal static PseudoTerminal? Do(Launcher launcher, PidFd gate, CompiledPlan plan, CloneFlags namespaces, bool terminal)
    {
        (UnixSocket First, UnixSocket Second)? handOver = terminal ? UnixSocket.CreatePair() : null;
        try
        {
            using SpawnScript script = (plan with { Steps = [new JoinNamespaces(gate, namespaces), .. plan.Steps] })
                .Write(new LaunchDescriptors { HandOver = handOver?.Second.Number ?? -1 });
            script.Call("end", Sys.exit_group, 0);
            using SpawnedProcess process = launcher.Launch(script, new SpawnRequest { ShareMemory = false });
            process.Wait();
            return handOver is { } sockets ? PseudoTerminal.Adopt(ProcessLaunch.ReceiveMaster(sockets.First)) : null;
        }
        catch (SpawnException failure)
        {
            throw new BackendException(ProcessLaunch.Explain(failure), failure);
        }
        finally
        {
            handOver?.First.Dispose();
            handOver?.Second.Dispose();
        }
    }
}
