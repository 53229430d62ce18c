using Helios.Linux;

namespace Helios.Forktop;

/// <summary>Starts the program to look at, held until whoever looks is ready.</summary>
internal sealed class ProgramLaunch : IDisposable
{
    private readonly Launcher _launcher;
    private readonly SpawnedProcess _process;

    private ProgramLaunch(Launcher launcher, SpawnedProcess process) => (_launcher, _process) = (launcher, process);

    /// <summary>The program's process.</summary>
    internal int Pid => _process.Pid;

    /// <summary>The program's process, for a source that does not trace it and has to wait for it.</summary>
    internal SpawnedProcess Process => _process;

    /// <summary>Starts it.</summary>
    /// <param name="plan">What.</param>
    /// <param name="filtered">Whether it gets the filter that only a tracer can serve.</param>
    /// <param name="prepare">Runs while it waits.</param>
    /// <exception cref="ForktopException">It cannot be started.</exception>
    internal static ProgramLaunch Start(ProgramPlan plan, bool filtered, Action<HeldProcess> prepare)
    {
        string file = plan.Resolve();
        using SpawnScript script = new();
        script.Hold("the tracer");
        if (plan.Terminal is { } terminal)
        {
            script.Call("new session", Sys.setsid);
            script.Call("controlling terminal", Sys.ioctl, terminal, Ioctls.TIOCSCTTY, 0);
            script.PassDescriptors((terminal, 0), (terminal, 1), (terminal, 2));

            // What forktop has open, the keeper's pipe among it, is not the program's.
            script.CloseOnExecFrom(3);
        }

        script.Call($"change to {plan.WorkingDirectory}", Sys.chdir, script.Text(plan.WorkingDirectory));
        script.ResetSignals();
        if (filtered)
        {
            WatchedCalls.AppendTo(script, privileged: System.Environment.IsPrivilegedProcess);
        }

        script.Call($"execute {file}", Sys.execve, script.Text(file), script.TextArray([.. plan.Command]), script.TextArray([.. plan.Environment]));
        Launcher launcher = new();
        try
        {
            return new ProgramLaunch(launcher, launcher.Launch(script, new SpawnRequest(), prepare));
        }
        catch (SpawnException failure)
        {
            launcher.Dispose();
            throw new ForktopException(failure.Message, 126);
        }
        catch
        {
            launcher.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Dispose();
        _launcher.Dispose();
    }
}
