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
            if (commands.Rest.Count == 0 && ArePrograms(commands.First))
            {
                StartStages(job, commands.First, isForeground: false);
            }
            else
            {
                CommandList list = new([new ListItem(commands, false)]);
                StartSubshellProcess(job, this, SyntaxPrinter.Print(list), isForeground: false);
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
            && !simple.Redirections.Any(static redirection => HasSubstitution(redirection.Target) || (redirection.Document is { } document && HasSubstitution(document.Text))));

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
                new Redirector(stage.State, stage._expander).Apply(simple.Redirections, stage.State.Files);
                StartProgram(job, stage, fields, stage.ExpandAssignments(simple), isForeground);
                return true;
            }
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

        Executor onThread = new(stage, stage.State, isOnThread: true);
        CopyJobsForListing(onThread.State, fields);
        job.Add(new ThreadPart(() =>
        {
            using (onThread)
            {
                int status = onThread.RunToEnd(() => onThread.RunStage(command, fields));
                Process.Adopt(onThread.State.Jobs.Abandon());
                onThread.State.Dispose();
                return status;
            }
        }));
        return false;
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
