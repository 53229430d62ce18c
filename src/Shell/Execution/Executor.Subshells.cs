using System.Runtime.InteropServices;
using Helios.Linux;

namespace Helios.Shell;

/// <summary>Subshells and command substitution.</summary>
internal sealed partial class Executor
{
    private const int KilledByPipe = 141;

    /// <summary>Whether it ended because nobody read what it wrote.</summary>
    internal bool IsBrokenPipe { get; private set; }

    /// <summary>Runs something as a shell environment of its own: whatever ends it ends nothing else.</summary>
    internal int RunToEnd(Func<int> run)
    {
        int status;
        try
        {
            status = run();
        }
        catch (ShellExitException exit)
        {
            status = exit.Status;
        }
        catch (BrokenPipeException)
        {
            IsBrokenPipe = true;
            status = KilledByPipe;
        }
        catch (CommandException failure)
        {
            Complain(failure.Message);
            status = failure.Status;
        }
        catch (ExpansionException failure)
        {
            Complain(failure.Message);
            status = 1;
        }
        catch (SpawnException failure)
        {
            Complain(failure.Message);
            status = NotExecutable;
        }
        catch (InterruptedException) when (!IsMain)
        {
            status = 128 + (int)SignalNumbers.SIGINT;
        }

        return RunExitTrap(status);
    }

    private int RunSubshell(Subshell subshell)
    {
        ShellState state = State.CopyForSubshell();
        try
        {
            Executor inner = new(this, state, isOnThread: false);
            return inner.RunToEnd(() =>
            {
                new Redirector(state, inner._expander).Apply(subshell.Redirections, state.Files);
                return inner.Run(subshell.Body);
            });
        }
        finally
        {
            Process.Adopt(state.Jobs.Abandon());
            state.Dispose();
        }
    }

    /// <summary>Runs what is all that this process is there for: its last program takes the process's place, and the descriptors become what it redirects.</summary>
    internal int RunAsProcess(CommandList program)
    {
        for (int i = 0; i < program.Items.Count - 1; i++)
        {
            Run(new CommandList([program.Items[i]]));
        }

        if (program.Items is not [.., { IsBackground: false, Commands: { Rest: [], First: { IsNegated: false, Timing: PipelineTiming.None, Stages: [var stage] } } }])
        {
            return Run(new CommandList([.. program.Items.TakeLast(1)]));
        }

        switch (stage.Command)
        {
            case Subshell or Group:
                RedirectForGood(stage.Command.Redirections);
                return RunAsProcess(stage.Command is Group group ? group.Body : ((Subshell)stage.Command).Body);
            case SimpleCommand { Words: not [] } simple when State.Traps.Actions.Count == 0:
                return State.LastStatus = RunOrBecome(simple);
            default:
                return Run(new CommandList([.. program.Items.TakeLast(1)]));
        }
    }

    private int RunOrBecome(SimpleCommand command)
    {
        _substitutionStatus = null;
        List<string> fields = _expander.ExpandAll(command.Words);
        if (fields.Count == 0 || BuiltinTable.Find(fields[0]) is not null)
        {
            SimpleCommand expanded = Expanded(command, fields, command.Redirections);
            return RunAlone(expanded, Single(expanded));
        }

        RedirectForGood(command.Redirections);
        List<KeyValuePair<string, string>> assignments = ExpandAssignments(command);
        if (State.Options.Traces)
        {
            Trace(assignments, fields);
        }

        byte[][] environment = State.Variables.EnvironmentWith(assignments);
        foreach ((string name, string value) in assignments.Where(static pair => pair.Key == "PATH"))
        {
            State.Variables.Set(name, value);
        }

        return ContainerCommands.Translate(this, fields) is { } container && container.FindProgram(State) is { } program
            ? ExecBuiltin.Replace(this, "", program, ["helios", .. container.Arguments], environment)
            : ExecBuiltin.Replace(this, "", State.Lookup.Find(State, fields[0]), fields, environment);
    }

    private void RedirectForGood(SyntaxList<Redirection> redirections)
    {
        // Opening may wait for ever, and the interrupt key may come just before it does: so the key is not noted but ends this process.
        Process.SetInterruptEnds(true);
        Breathe();
        using FileTable files = State.Files.Copy();
        new Redirector(State, _expander).Apply(redirections, files);
        State.Files.Become(files);
        Process.SetInterruptEnds(false);
    }

    private int RunSubshellProcess(Pipeline pipeline)
    {
        Job job = new(SyntaxPrinter.Print(pipeline));
        bool isKept = false;
        try
        {
            StartSubshellProcess(job, this, SyntaxPrinter.PrintWhole(pipeline.Stages[0].Command), isForeground: true);
            return WaitInForeground(job, out isKept);
        }
        finally
        {
            if (!isKept)
            {
                job.Dispose();
            }
        }
    }

    private void StartSubshellProcess(Job job, Executor stage, string text, bool isForeground, bool hasInput = true)
    {
        using SubshellProgram program = SubshellProgram.Write(stage.State, text);
        ShellState state = stage.State;
        FileTable outside = state.Files;
        state.Files = outside.Copy();
        try
        {
            if (!hasInput)
            {
                state.Files.Set(0, new OpenFile(FileFd.Open("/dev/null", OpenFlags.O_RDONLY)));
            }

            // helios takes its verb from behind a name of its own: under the shell's it would be the shell already.
            string name = Process.SelfArguments.Count > 0 ? "helios" : state.Name;
            ProgramLaunch launch = new(state, SubshellProgram.Executable, [name, .. Process.SelfArguments, program.Argument], state.Variables.Environment)
            {
                Inherited = program.Descriptor,
            };
            job.Add(Launch(job, Prepare(launch, job, isForeground)));
        }
        finally
        {
            state.Files.Dispose();
            state.Files = outside;
        }
    }

    /// <summary>Runs commands and returns what they write.</summary>
    internal string CaptureText(CommandList program) => Capture(program);

    /// <summary>Runs a command substitution and returns what it has written, without the ends of its last lines.</summary>
    private string Capture(CommandList program)
    {
        if (program.Items.Count == 0)
        {
            _substitutionStatus = 0;
            return "";
        }

        using Pipe pipe = Pipe.Create();
        ShellState state = State.CopyForSubshell();
        state.Files.Set(1, new OpenFile(pipe.WriteEnd));
        // Whatever fills the pipe is read while it runs.
        using OutputCollector output = new(pipe.ReadEnd);
        Executor inner = new(this, state, isOnThread: false);
        try
        {
            int status = inner.RunToEnd(() => inner.Run(program));
            _substitutionStatus = status;
            State.LastStatus = status;
        }
        finally
        {
            Process.Adopt(state.Jobs.Abandon());
            state.Dispose();
        }

        return output.Finish();
    }
}

/// <summary>Reads a pipe to its end on a thread of its own.</summary>
internal sealed class OutputCollector : IDisposable
{
    private readonly List<byte> _bytes = [];
    private readonly Thread _thread;

    internal OutputCollector(PipeEnd source)
    {
        _thread = new Thread(() => Read(source), 256 * 1024) { IsBackground = true, Name = "helios shell substitution" };
        _thread.Start();
    }

    /// <summary>Waits for the end: until the last process that has the pipe has closed it.</summary>
    internal string Finish()
    {
        _thread.Join();
        ReadOnlySpan<byte> bytes = CollectionsMarshal.AsSpan(_bytes);
        while (bytes is [.., (byte)'\n'])
        {
            bytes = bytes[..^1];
        }

        return ByteText.Decode(bytes);
    }

    /// <inheritdoc/>
    public void Dispose() => _thread.Join();

    private void Read(PipeEnd source)
    {
        byte[] buffer = new byte[65536];
        int count;
        while ((count = DescriptorIo.TryRead(source, buffer, out _)) > 0)
        {
            // A word cannot hold a NUL.
            foreach (byte b in buffer.AsSpan(0, count))
            {
                if (b != 0)
                {
                    _bytes.Add(b);
                }
            }
        }
    }
}
