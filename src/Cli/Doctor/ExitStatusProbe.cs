using Helios.Linux;

namespace Helios.Cli;

/// <summary>Whether a pidfd tells how a process ended after its parent has reaped it; a restarted supervisor needs that.</summary>
internal sealed class ExitStatusProbe : Probe
{
    private const int Code = 7;

    /// <inheritdoc/>
    internal override string Area => "Processes";

    /// <inheritdoc/>
    internal override string Name => "exit status by pidfd";

    /// <inheritdoc/>
    internal override Finding Try()
    {
        const string Fix = "boot a kernel of 6.15 or later; until then a restarted supervisor cannot learn exit codes of containers it did not start";
        try
        {
            using Launcher launcher = new();
            using SpawnScript script = new();
            script.Call("exit", Sys.exit_group, Code);
            using SpawnedProcess child = launcher.Launch(script, new SpawnRequest());
            child.Wait();
            return child.PidFd.GetInfo()?.Exit is { ExitCode: Code }
                ? Finding.Ok("PIDFD_GET_INFO gave the exit code of a process that was already reaped")
                : Finding.Lacks("PIDFD_GET_INFO does not tell exit codes", Fix);
        }
        catch (IOException failure)
        {
            return Finding.Lacks(Reason.Of(failure), Fix);
        }
    }
}
