using Helios.Linux;

namespace Helios.Shell;

/// <summary>Simple commands: assignments, builtins, programs.</summary>
internal sealed partial class Executor
{
    private const int NotFound = 127;
    private const int NotExecutable = 126;

    private int RunSimple(SimpleCommand command)
    {
        _substitutionStatus = null;
        List<string> fields = _expander.ExpandAll(command.Words);
        if (fields.Count == 0)
        {
            return Assign(command);
        }

        return BuiltinTable.Find(fields[0]) is { } builtin ? RunBuiltin(builtin, command, fields) : RunProgram(command, fields);
    }

    /// <summary>Runs a builtin or a program whose words have been expanded already, for <c>command</c> and the like.</summary>
    internal int RunFields(IReadOnlyList<string> fields)
    {
        SimpleCommand command = new([], [], []);
        return BuiltinTable.Find(fields[0]) is { } builtin ? RunBuiltin(builtin, command, [.. fields]) : RunProgram(command, [.. fields]);
    }

    /// <summary>Runs a program, whatever builtin has its name.</summary>
    internal int RunProgramOnly(IReadOnlyList<string> fields) => RunProgram(new SimpleCommand([], [], []), [.. fields]);

    // Without a command, assignments last, and redirections are done for what they do to files.
    private int Assign(SimpleCommand command)
    {
        if (command.Redirections.Count > 0)
        {
            using FileTable files = State.Files.Copy();
            new Redirector(State, _expander).Apply(command.Redirections, files);
        }

        List<KeyValuePair<string, string>> done = [];
        foreach (Assignment assignment in command.Assignments)
        {
            string value = _expander.ExpandValue(assignment.Value);
            State.Variables.Set(assignment.Name, value);
            done.Add(new(assignment.Name, value));
        }

        if (State.Options.Traces && done.Count > 0)
        {
            Trace(done, []);
        }

        return _substitutionStatus ?? 0;
    }

    private List<KeyValuePair<string, string>> ExpandAssignments(SimpleCommand command)
    {
        if (command.Assignments.Count == 0)
        {
            return [];
        }

        List<KeyValuePair<string, string>> values = new(command.Assignments.Count);
        foreach (Assignment assignment in command.Assignments)
        {
            values.Add(new(assignment.Name, _expander.ExpandValue(assignment.Value)));
        }

        return values;
    }

    private int RunBuiltin(BuiltinCommand builtin, SimpleCommand command, List<string> fields)
    {
        FileTable outside = State.Files;
        bool redirects = command.Redirections.Count > 0;
        State.Files = redirects ? outside.Copy() : outside;
        bool keeps = false;
        try
        {
            if (redirects)
            {
                new Redirector(State, _expander).Apply(command.Redirections, State.Files);
            }

            List<KeyValuePair<string, string>> assignments = ExpandAssignments(command);
            if (State.Options.Traces)
            {
                Trace(assignments, fields);
            }

            // "exec 3< file" is there for what it leaves open.
            keeps = builtin.Name == "exec" && fields.Count == 1;
            return RunWith(assignments, builtin.LeavesAssignments, () => builtin.Run(new BuiltinCall(this, fields)));
        }
        catch (CommandException failure)
        {
            Complain(failure.Message);
            return failure.Status;
        }
        finally
        {
            if (redirects)
            {
                if (keeps)
                {
                    outside.Become(State.Files);
                }

                State.Files.Dispose();
                State.Files = outside;
            }
        }
    }

    // In front of a special builtin an assignment lasts; in front of another one it is the command's own.
    private int RunWith(List<KeyValuePair<string, string>> assignments, bool stays, Func<int> run)
    {
        if (assignments.Count == 0)
        {
            return run();
        }

        List<(string Name, Variable? Before)> before = [];
        foreach ((string name, string value) in assignments)
        {
            before.Add((name, State.Variables.TryGet(name, out Variable old) ? old : null));
            State.Variables.Put(name, new Variable(value, !stays || old.IsExported));
        }

        try
        {
            return run();
        }
        finally
        {
            for (int i = before.Count - 1; i >= 0 && !stays; i--)
            {
                if (before[i].Before is { } old)
                {
                    State.Variables.Put(before[i].Name, old);
                }
                else
                {
                    State.Variables.Remove(before[i].Name);
                }
            }
        }
    }

    private int RunProgram(SimpleCommand command, List<string> fields)
    {
        FileTable outside = State.Files;
        bool redirects = command.Redirections.Count > 0;
        State.Files = redirects ? outside.Copy() : outside;
        Job job = new(redirects || ControlsJobs ? SyntaxPrinter.Print(Single(command)) : "");
        bool isKept = false;
        try
        {
            Redirector redirector = new(State, _expander);
            SyntaxList<Redirection> redirections = redirects && ControlsJobs ? redirector.Name(command.Redirections) : command.Redirections;
            if (redirects && ControlsJobs && redirector.MayWait(redirections))
            {
                // Somebody at a terminal may stop what waits for the other end.
                StartSubshellProcess(job, this, SyntaxPrinter.PrintWhole(Expanded(command, fields, redirections)), isForeground: true);
                return WaitInForeground(job, out isKept);
            }

            redirector.Apply(redirections, State.Files);
            StartProgram(job, this, fields, ExpandAssignments(command), isForeground: true);
            return WaitInForeground(job, out isKept);
        }
        finally
        {
            if (!isKept)
            {
                job.Dispose();
            }

            if (redirects)
            {
                State.Files.Dispose();
                State.Files = outside;
            }
        }
    }

    private static SimpleCommand Expanded(SimpleCommand command, List<string> fields, SyntaxList<Redirection> redirections)
        => command with { Words = [.. fields.Select(static field => new Word([new SingleQuotedPart(field)]))], Redirections = redirections };

    private static Pipeline Single(SimpleCommand command) => new(false, PipelineTiming.None, [new PipelineStage(command, false)]);

    /// <summary>Starts one program of a job; one that cannot be started is a part of the job that has ended with 126 or 127.</summary>
    /// <param name="job">It becomes a part of it.</param>
    /// <param name="stage">In whose environment.</param>
    /// <param name="fields">Its name and arguments.</param>
    /// <param name="assignments">In front of it.</param>
    /// <param name="isForeground">Whether the job is to have the terminal.</param>
    private void StartProgram(Job job, Executor stage, List<string> fields, List<KeyValuePair<string, string>> assignments, bool isForeground)
    {
        if (stage.State.Options.Traces)
        {
            stage.Trace(assignments, fields);
        }

        if (ContainerCommands.Translate(stage, fields) is { } container)
        {
            StartContainer(job, stage, container, assignments, isForeground);
            return;
        }

        string name = fields[0];
        // PATH in front of a command is where it is looked for.
        string? path = assignments.Exists(static pair => pair.Key == "PATH")
            ? new CommandLookup().Find(WithPath(stage.State, assignments), name)
            : stage.State.Lookup.Find(stage.State, name);
        if (path is null)
        {
            stage.Complain($"{name}: command not found");
            job.Add(new EndedPart(NotFound));
            return;
        }

        Start(job, stage, path, fields, assignments, isForeground);
    }

    // A command about containers is the program helios, and so a process with a group like others: its own signals freeze and thaw the container.
    private void StartContainer(Job job, Executor stage, ContainerCommand command, List<KeyValuePair<string, string>> assignments, bool isForeground)
    {
        if (command.FindProgram(stage.State) is { } path)
        {
            if (!isForeground && stage.State.Files.Get(0) is { } input && Terminal.Is(input.Descriptor))
            {
                // A container has a session of its own, so the kernel would not stop it from reading what is typed at the shell.
                stage.State.Files.Set(0, new OpenFile(FileFd.Open("/dev/null", OpenFlags.O_RDONLY)));
            }

            Start(job, stage, path, ["helios", .. command.Arguments], assignments, isForeground);
            return;
        }

        stage.Complain("container: the program helios is not along PATH (HELIOS says where it is)");
        job.Add(new EndedPart(NotFound));
    }

    private void Start(Job job, Executor stage, string path, List<string> fields, List<KeyValuePair<string, string>> assignments, bool isForeground)
    {
        byte[][] environment = stage.State.Variables.EnvironmentWith(assignments);
        ProgramLaunch launch = Prepare(new ProgramLaunch(stage.State, path, fields, environment), job, isForeground);
        try
        {
            job.Add(Launch(job, launch));
        }
        catch (SpawnException failure) when (failure.Call == Sys.execve)
        {
            job.Add(RetryOrExplain(job, launch, fields, failure.Errno, stage));
        }
    }

    private static ShellState WithPath(ShellState state, List<KeyValuePair<string, string>> assignments)
    {
        ShellState copy = state.CopyForSubshell();
        foreach ((string name, string value) in assignments)
        {
            copy.Variables.Set(name, value);
        }

        return copy;
    }

    private JobPart RetryOrExplain(Job job, ProgramLaunch launch, List<string> fields, Errno errno, Executor stage)
    {
        try
        {
            switch (errno)
            {
                // No binary and no "#!" either: a script of the kind that /bin/sh reads.
                case Errno.ENOEXEC:
                    ProgramLaunch script = launch with { Path = "/bin/sh", Arguments = ["sh", launch.Path, .. fields.Skip(1)] };
                    return Launch(job, script);
                case Errno.ENOENT or Errno.ENOTDIR when fields[0] != launch.Path:
                    stage.State.Lookup.Forget(fields[0]);
                    if (stage.State.Lookup.Find(stage.State, fields[0]) is { } elsewhere && elsewhere != launch.Path)
                    {
                        return Launch(job, launch with { Path = elsewhere });
                    }

                    break;
            }
        }
        catch (SpawnException failure)
        {
            errno = failure.Errno;
        }

        bool isDirectory = errno == Errno.EACCES && PathCalls.TryStat(stage.State.Directory.Descriptor, ByteText.EncodeWithNul(launch.Path), true, out FileStatus status, out _) && status.Type == FileModes.S_IFDIR;
        stage.Complain($"{fields[0]}: {(isDirectory ? Errno.EISDIR : errno).Text()}");
        return new EndedPart(errno is Errno.ENOENT or Errno.ENOTDIR ? NotFound : NotExecutable);
    }

    /// <summary>Says which group a process of a job is in, whether it takes the terminal, and which signals it ignores.</summary>
    private ProgramLaunch Prepare(ProgramLaunch launch, Job job, bool isForeground)
    {
        if (ControlsJobs)
        {
            return launch with
            {
                Group = job.Group,
                Terminal = isForeground ? Process.Terminal!.Descriptor : null,
                Reset = Process.ResetInPrograms,
                Ignored = IgnoredByTraps(),
            };
        }

        // Without job control a background job is in the shell's group, and the keyboard's signals are not for it.
        List<int> ignored = IgnoredByTraps();
        if (!isForeground)
        {
            ignored.AddRange([(int)SignalNumbers.SIGINT, (int)SignalNumbers.SIGQUIT]);
        }

        // What runs in a substitution of a shell with job control is in the shell's own group, and must not be stopped with nobody to continue it.
        if (Process.Terminal is not null)
        {
            ignored.Add((int)SignalNumbers.SIGTSTP);
        }

        return launch with { Reset = [.. Process.ResetInPrograms.Where(signal => Process.Terminal is null || signal == (int)SignalNumbers.SIGPIPE)], Ignored = ignored };
    }

    private List<int> IgnoredByTraps()
        => State.Traps.Actions.Count == 0 ? [] : [.. State.Traps.Actions.Where(static trap => trap.Key > 0 && trap.Value.Length == 0).Select(static trap => trap.Key)];

    /// <summary>Starts a process of a job.</summary>
    /// <exception cref="SpawnException">It could not be started; the terminal is the shell's again if it had taken it.</exception>
    private JobPart Launch(Job job, ProgramLaunch launch)
    {
        try
        {
            return Joined(job, launch.Start(Launcher));
        }
        catch (SpawnException failure)
        {
            // The group that the terminal was given to has ended with its only process.
            if (launch.Terminal is not null && job.Group == 0)
            {
                Process.Terminal!.TakeBack(keepsModes: true);
            }

            if (failure is { Failure: SpawnFailure.Killed, End: { } end })
            {
                return new EndedPart(end);
            }

            throw;
        }
    }

    // The parent's side of what the child has done already: whoever comes first, nobody meets the job outside of its group.
    private ProcessPart Joined(Job job, SpawnedProcess process)
    {
        if (ControlsJobs)
        {
            job.Group = job.Group == 0 ? process.Pid : job.Group;
            ProcessGroups.TrySet(process.Pid, job.Group);
        }

        return new ProcessPart(process);
    }
}
