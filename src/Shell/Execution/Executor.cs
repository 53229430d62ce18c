using System.Diagnostics;
using System.Globalization;
using System.Text;
using Helios.Linux;

namespace Helios.Shell;

/// <summary>Carries out syntax trees in one shell environment. Used by one thread.</summary>
/// <remarks>
/// The first environment belongs to the main thread, which signals come to. A subshell is an executor of its own over a copy of the state: on
/// the same thread, or on another one as a stage of a pipeline. Where a subshell has to be a process of its own, because it can be stopped or
/// outlives the command that started it, <see cref="SubshellProgram"/> starts this program again.
/// </remarks>
internal sealed partial class Executor : IDisposable
{
    private readonly Executor? _parent;
    private readonly Expander _expander;
    private Launcher? _launcher;
    private int _errorsExpected;
    private int? _substitutionStatus;

    /// <summary>The executor of the first environment.</summary>
    internal Executor(ShellProcess process, ShellState state)
    {
        (Process, State, IsMain) = (process, state, true);
        _expander = new Expander(state, Capture);
    }

    private Executor(Executor parent, ShellState state, bool isOnThread)
    {
        (Process, State, IsMain) = (parent.Process, state, parent.IsMain && !isOnThread);
        _parent = isOnThread ? null : parent;
        _errorsExpected = parent._errorsExpected;
        _expander = new Expander(state, Capture);
    }

    internal ShellProcess Process { get; }

    internal ShellState State { get; }

    /// <summary>Whether it runs on the thread that signals come to.</summary>
    internal bool IsMain { get; }

    internal Expander Words => _expander;

    private Launcher Launcher => _parent?.Launcher ?? (_launcher ??= Launcher.OnCallersThread());

    private bool ControlsJobs => State.Options.ControlsJobs && Process.Terminal is not null && IsMain;

    /// <summary>Runs a list; the status is that of its last command.</summary>
    /// <exception cref="ShellExitException">The shell environment ends.</exception>
    /// <exception cref="InterruptedException">Somebody has pressed the interrupt key.</exception>
    internal int Run(CommandList list)
    {
        foreach (ListItem item in list.Items)
        {
            Breathe();
            State.LastStatus = item.IsBackground ? StartInBackground(item.Commands) : RunAndOr(item.Commands);
        }

        return State.LastStatus;
    }

    /// <summary>Writes a complaint to the environment's error output.</summary>
    internal void Complain(string message) => WriteTo(2, $"helios-shell: {message}\n");

    /// <summary>Writes all of a text to a descriptor of the environment.</summary>
    /// <returns>False when it cannot be written to.</returns>
    internal bool WriteTo(int number, string text)
    {
        if (State.Files.Get(number) is not { } file)
        {
            return false;
        }

        ReadOnlySpan<byte> bytes = ByteText.Encode(text);
        while (!bytes.IsEmpty)
        {
            int count = DescriptorIo.TryWrite(file.Descriptor, bytes, out Errno errno);
            if (errno == Errno.EPIPE && number == 1)
            {
                throw new BrokenPipeException();
            }

            if (errno != Errno.None)
            {
                return false;
            }

            bytes = bytes[count..];
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _launcher?.Dispose();

    /// <summary>Looks for signals between two commands: the interrupt key, and traps.</summary>
    internal void Breathe()
    {
        if (!IsMain)
        {
            return;
        }

        Process.TakeSignals();
        ObeyInterrupt();
        RunTraps();
    }

    private void ObeyInterrupt()
    {
        if (!Process.IsInterrupted)
        {
            return;
        }

        Process.IsInterrupted = false;
        if (Process.IsInteractive)
        {
            throw new InterruptedException();
        }

        ShellProcess.DieBy((int)SignalNumbers.SIGINT);
    }

    /// <summary>Runs the traps of signals that have come. Only the first environment has any.</summary>
    internal void RunTraps()
    {
        while (Process.HasTrap && Process.TryTakeTrap(out int signal))
        {
            if (Process.Traps.Find(signal) is { Length: > 0 } action)
            {
                int status = State.LastStatus;
                new Interpreter(this).RunText(action);
                State.LastStatus = status;
            }
        }
    }

    /// <summary>Runs the trap of the environment's end, once.</summary>
    internal int RunExitTrap(int status)
    {
        if (State.Traps.Find(TrapTable.Exit) is not { Length: > 0 } action)
        {
            return status;
        }

        State.Traps.Remove(TrapTable.Exit);
        State.LastStatus = status;
        try
        {
            new Interpreter(this).RunText(action);
            return status;
        }
        catch (ShellExitException exit)
        {
            return exit.Status;
        }
    }

    private int RunAndOr(AndOrList commands)
    {
        int status = RunPipeline(commands.First, decides: commands.Rest.Count == 0);
        for (int i = 0; i < commands.Rest.Count; i++)
        {
            ConditionalPipeline next = commands.Rest[i];
            if (next.RunsOnSuccess == (status == 0))
            {
                Breathe();
                State.LastStatus = status;
                status = RunPipeline(next.Pipeline, decides: i == commands.Rest.Count - 1);
            }
        }

        return status;
    }

    /// <param name="pipeline">What to run.</param>
    /// <param name="decides">Whether its failure is one for <c>set -e</c>: not when another command asks for it.</param>
    private int RunPipeline(Pipeline pipeline, bool decides)
    {
        bool expectsError = !decides || pipeline.IsNegated;
        _errorsExpected += expectsError ? 1 : 0;
        try
        {
            int status = pipeline.Timing == PipelineTiming.None ? RunStages(pipeline) : Time(pipeline);
            State.LastStatus = status;
            if (status != 0 && _errorsExpected == 0 && State.Options.ExitsOnError)
            {
                throw new ShellExitException(status);
            }

            return status;
        }
        finally
        {
            _errorsExpected -= expectsError ? 1 : 0;
        }
    }

    private int RunStages(Pipeline pipeline)
    {
        int status = pipeline.Stages.Count == 1 ? RunAlone(pipeline.Stages[0].Command, pipeline) : RunPiped(pipeline);
        return pipeline.IsNegated ? (status == 0 ? 1 : 0) : status;
    }

    private int RunAlone(Command command, Pipeline pipeline)
    {
        try
        {
            return command switch
            {
                SimpleCommand simple => RunSimple(simple),
                Group group => RunGroup(group),
                _ => ControlsJobs ? RunSubshellProcess(pipeline) : RunSubshell((Subshell)command),
            };
        }
        catch (CommandException failure)
        {
            Complain(failure.Message);
            return failure.Status;
        }
        catch (ExpansionException failure)
        {
            Complain(failure.Message);
            return Process.IsInteractive && IsMain && !State.IsSubshell ? throw new InterruptedException() : throw new ShellExitException(1);
        }
        catch (SpawnException failure)
        {
            Complain(failure.Message);
            return 126;
        }
    }

    private int RunGroup(Group group)
    {
        if (group.Redirections.Count == 0)
        {
            return Run(group.Body);
        }

        FileTable outside = State.Files;
        State.Files = outside.Copy();
        try
        {
            new Redirector(State, _expander).Apply(group.Redirections, State.Files);
            return Run(group.Body);
        }
        finally
        {
            State.Files.Dispose();
            State.Files = outside;
        }
    }

    private int Time(Pipeline pipeline)
    {
        ProcessorTimes before = CurrentProcess.ProcessorTimes();
        long start = Stopwatch.GetTimestamp();
        int status = RunStages(pipeline);
        TimeSpan real = Stopwatch.GetElapsedTime(start);
        ProcessorTimes after = CurrentProcess.ProcessorTimes();
        TimeSpan user = after.User + after.ChildrenUser - before.User - before.ChildrenUser;
        TimeSpan system = after.System + after.ChildrenSystem - before.System - before.ChildrenSystem;
        string text = pipeline.Timing == PipelineTiming.Portable
            ? string.Create(CultureInfo.InvariantCulture, $"real {real.TotalSeconds:0.00}\nuser {user.TotalSeconds:0.00}\nsys {system.TotalSeconds:0.00}\n")
            : $"\nreal\t{Minutes(real)}\nuser\t{Minutes(user)}\nsys\t{Minutes(system)}\n";
        WriteTo(2, text);
        return status;
    }

    private static string Minutes(TimeSpan time)
        => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}m{time.TotalSeconds % 60:0.000}s");

    /// <summary>Shows a command before it runs, for <c>set -x</c>.</summary>
    private void Trace(List<KeyValuePair<string, string>> assignments, List<string> fields)
    {
        StringBuilder text = new(State.Variables.Get("PS4") ?? "+ ");
        text.AppendJoin(' ', [.. assignments.Select(static pair => $"{pair.Key}={Quoting.Quote(pair.Value)}"), .. fields.Select(Quoting.Quote)]);
        WriteTo(2, text.Append('\n').ToString());
    }
}
