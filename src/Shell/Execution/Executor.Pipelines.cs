using Helios.Linux;

namespace Helios.Shell;

/// <summary>Pipelines, in the foreground and in the background.</summary>
internal sealed partial class Executor
{
    // These write and end; nothing about them needs a process that can be stopped or continued.
    private static readonly HashSet<string> s_onlyWriting =
    [
        "echo", "printf", "pwd", "type", "jobs", "alias", "history", "set", "export", "env", "test", "[", "true", "false", ":", "help", "umask", "ulimit", "kill", "trap",
    ];

    private int RunPiped(Pipeline pipeline)
    {
        Job job = new(SyntaxPrinter.Print(pipeline)) { FailsWithAny = State.Options.FailsWithPipe };
        bool isKept = false;
        try
        {
            StartStages(job, pipeline, isForeground: true);
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

    private int StartInBackground(AndOrList commands)
    {
        string text = SyntaxPrinter.Print(commands);
        Job job = new(text) { FailsWithAny = State.Options.FailsWithPipe };
        try
        {
            if (commands.Rest.Count == 0 && (ArePrograms(commands.First) || IsCompound(commands.First)))
            {
                StartStages(job, commands.First, isForeground: false);
            }
            else
            {
                CommandList list = new([new ListItem(commands, false)]);
                StartSubshellProcess(job, this, SyntaxPrinter.Print(list), isForeground: false, hasInput: ControlsJobs);
            }
        }
        catch (Exception failure) when (failure is CommandException or ExpansionException or SpawnException)
        {
            Complain(failure.Message);
            job.Dispose();
            return 1;
        }

        State.LastBackground = job.LastPid;
        State.Jobs.Add(job);
        if (Process.IsInteractive && IsMain && !State.IsSubshell)
        {
            WriteTo(2, $"[{job.Id}] {job.LastPid}\n");
        }

        return 0;
    }

    /// <summary>Whether all stages are programs for sure, so that no part of this shell has to run beside it.</summary>
    private static bool ArePrograms(Pipeline pipeline)
        => !pipeline.IsNegated && pipeline.Timing == PipelineTiming.None && pipeline.Stages.All(static stage =>
            stage.Command is SimpleCommand { Words: [{ Bare: { } name }, ..] } simple
            && BuiltinTable.Find(name) is null
            && name is not ['~', ..]
            && !simple.Words.Any(HasSubstitution)
            && !simple.Assignments.Any(static assignment => HasSubstitution(assignment.Value))
            && !HasSubstitution(simple.Redirections));

    /// <summary>Whether it is one subshell or group, whose redirections need no part of this shell to run.</summary>
    private static bool IsCompound(Pipeline pipeline)
        => pipeline is { IsNegated: false, Timing: PipelineTiming.None, Stages: [{ Command: Subshell or Group } stage] } && !HasSubstitution(stage.Command.Redirections);

    private static bool HasSubstitution(SyntaxList<Redirection> redirections)
        => redirections.Any(static redirection => HasSubstitution(redirection.Target) || (redirection.Document is { } document && HasSubstitution(document.Text)));

    private static bool HasSubstitution(Word word) => word.Parts.Any(HasSubstitution);

    private static bool HasSubstitution(WordPart part) => part switch
    {
        CommandSubstitutionPart => true,
        DoubleQuotedPart quoted => quoted.Parts.Any(HasSubstitution),
        ParameterPart parameter => HasSubstitution(parameter.Operand),
        _ => false,
    };

    private void StartStages(Job job, Pipeline pipeline, bool isForeground)
    {
        OpenFile? input = null;
        if (!isForeground && !ControlsJobs)
        {
            // Nobody in the background reads what is meant for the shell.
            input = new OpenFile(FileFd.Open("/dev/null", OpenFlags.O_RDONLY));
        }

        for (int i = 0; i < pipeline.Stages.Count; i++)
        {
            PipelineStage stage = pipeline.Stages[i];
            bool isLast = i == pipeline.Stages.Count - 1;
            ShellState state = State.CopyForSubshell();
            if (input is not null)
            {
                state.Files.Set(0, input);
                input = null;
            }

            if (!isLast)
            {
                Pipe pipe = Pipe.Create();
                OpenFile output = new(pipe.WriteEnd);
                input = new OpenFile(pipe.ReadEnd);
                state.Files.Set(1, output);
                if (stage.PipesErrors)
                {
                    state.Files.Set(2, output.Share());
                }
            }

            Executor executor = new(this, state, isOnThread: false);
            try
            {
                if (StartStage(job, executor, stage.Command, isForeground, isLast && isForeground))
                {
                    state.Dispose();
                }
            }
            catch (Exception failure) when (failure is CommandException or ExpansionException or SpawnException)
            {
                Complain(failure.Message);
                state.Dispose();
                job.Add(new EndedPart(1));
            }
            catch
            {
                state.Dispose();
                input?.Release();
                throw;
            }
        }
    }

    /// <summary>Starts one stage.</summary>
    /// <returns>Whether its state is no longer needed.</returns>
    private bool StartStage(Job job, Executor stage, Command command, bool isForeground, bool mayBeHere)
    {
        List<string>? fields = null;
        if (command is SimpleCommand simple)
        {
            fields = stage._expander.ExpandAll(simple.Words);
            if (fields.Count > 0 && BuiltinTable.Find(fields[0]) is null)
            {
                Redirector redirector = new(stage.State, stage._expander);
                SyntaxList<Redirection> redirections = redirector.Name(simple.Redirections);
                if (redirector.MayWait(redirections))
                {
                    return StartWaiting(job, stage, Expanded(simple, fields, redirections), fields, isForeground);
                }

                redirector.Apply(redirections, stage.State.Files);
                StartProgram(job, stage, fields, stage.ExpandAssignments(simple), isForeground);
                return true;
            }
        }

        if (!isForeground && command is Subshell or Group)
        {
            StartSubshellProcess(job, stage, SyntaxPrinter.PrintWhole(Redirected(stage, command)), isForeground);
            return true;
        }

        bool isOnlyWriting = fields is null ? false : fields.Count == 0 || s_onlyWriting.Contains(fields[0]);
        if (ControlsJobs && !isOnlyWriting)
        {
            StartSubshellProcess(job, stage, SyntaxPrinter.PrintWhole(command), isForeground);
            return true;
        }

        // The last stage needs no thread: there is nothing else to do meanwhile.
        if (mayBeHere && !ControlsJobs)
        {
            job.Add(new EndedPart(stage.RunToEnd(() => stage.RunStage(command, fields))));
            return true;
        }

        StartOnThread(job, stage, fields, executor => executor.RunStage(command, fields));
        return false;
    }

    // What is redirected for a process from its beginning it does not hold open besides.
    private static Command Redirected(Executor stage, Command command)
    {
        Redirector redirector = new(stage.State, stage._expander);
        SyntaxList<Redirection> redirections = redirector.Name(command.Redirections);
        if (redirector.MayWait(redirections))
        {
            return command with { Redirections = redirections };
        }

        redirector.Apply(redirections, stage.State.Files);
        return command with { Redirections = [] };
    }

    // Opening a pipe by its name waits for the other end, which may be another stage or the shell itself: so it is not this thread that waits.
    private bool StartWaiting(Job job, Executor stage, SimpleCommand command, List<string> fields, bool isForeground)
    {
        if (ControlsJobs || !isForeground)
        {
            StartSubshellProcess(job, stage, SyntaxPrinter.PrintWhole(command), isForeground);
            return true;
        }

        StartOnThread(job, stage, fields, executor => executor.RunProgram(command, fields));
        return false;
    }

    private void StartOnThread(Job job, Executor stage, List<string>? fields, Func<Executor, int> run)
    {
        Executor onThread = new(stage, stage.State, isOnThread: true);
        CopyJobsForListing(onThread.State, fields);
        job.Add(new ThreadPart(() =>
        {
            using (onThread)
            {
                int status = onThread.RunToEnd(() => run(onThread));
                Process.Adopt(onThread.State.Jobs.Abandon());
                onThread.State.Dispose();
                return status;
            }
        }));
    }

    // "jobs | grep x" is about the jobs of the shell that the user sees.
    private void CopyJobsForListing(ShellState state, List<string>? fields)
    {
        if (fields is ["jobs" or "kill", ..])
        {
            state.ListedJobs = State.Jobs;
        }
    }

    private int RunStage(Command command, List<string>? fields)
    {
        if (command is SimpleCommand simple && fields is { Count: > 0 })
        {
            return RunBuiltin(BuiltinTable.Find(fields[0])!, simple, fields);
        }

        return command switch
        {
            SimpleCommand assignment => Assign(assignment),
            Group group => RunGroup(group),
            _ => RunSubshell((Subshell)command),
        };
    }
}
