using Helios.Linux;

namespace Helios.Cli;

/// <summary>Whether pidfds can be opened, name a child and signal it.</summary>
internal sealed class PidFdProbe : Probe
{
    /// <inheritdoc/>
    internal override string Area => "Processes";

    /// <inheritdoc/>
    internal override string Name => "pidfd";

    /// <inheritdoc/>
    internal override bool NeededByRun => true;

    /// <inheritdoc/>
    internal override Finding Try()
    {
        const string Fix = "boot a kernel of 5.5 or later";
        try
        {
            using PidFd self = PidFd.Open(Environment.ProcessId);
            using Launcher launcher = new();
            using SpawnScript script = new();
            script.WaitForRelease();
            bool signalled = false;
            using SpawnedProcess child = launcher.Launch(script, new SpawnRequest(), held => signalled = held.PidFd.TrySignal(0));
            child.Wait();
            return signalled
                ? Finding.Ok("opened one, got one with a child, signalled and waited by it")
                : Finding.Lacks("pidfd_send_signal found no process", Fix);
        }
        catch (IOException failure)
        {
            return Finding.Lacks(Reason.Of(failure), Fix);
        }
    }
}
