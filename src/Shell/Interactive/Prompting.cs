using Helios.Linux;

namespace Helios.Shell;

/// <summary>A shell at which somebody types: takes the terminal, prompts, reads, runs, and reports what jobs do.</summary>
internal sealed class Prompting(Executor executor)
{
    private readonly ShellProcess _process = executor.Process;
    private readonly ShellState _state = executor.State;
    private bool _hasWarned;

    internal int Run()
    {
        _process.IsInteractive = true;
        _process.Terminal = JobTerminal.TryTake(_process);
        _process.BeginInteractively();
        _state.Options = _state.Options with { ControlsJobs = _process.Terminal is not null };
        _process.History = new History(StartFiles.HistoryPath(_state));
        using LineSource lines = LineSource.For(executor);
        ReadStartFile();
        while (true)
        {
            try
            {
                ReportJobs();
                if (!RunNext(lines))
                {
                    return _state.LastStatus;
                }
            }
            catch (InterruptedException)
            {
                _state.LastStatus = 128 + (int)SignalNumbers.SIGINT;
            }
            catch (ShellExitException) when (WarnsOfJobs())
            {
                // Once: whoever says it again means it.
            }
            catch (ShellExitException exit)
            {
                EndJobs(onlyStopped: true);
                throw new ShellExitException(exit.Status);
            }
            catch (BrokenPipeException)
            {
                executor.Complain("nobody reads the output any more");
                _state.LastStatus = 1;
            }
        }
    }

    /// <summary>Reads a command and runs it. False at the end of the input.</summary>
    private bool RunNext(LineSource lines)
    {
        string? text = null;
        try
        {
            text = ReadCommand(lines, out IReadOnlyList<CommandList> commands);
            if (text is not null)
            {
                _process.History!.Add(text.TrimEnd('\n'));
                bool hadWarned = _hasWarned;
                foreach (CommandList command in commands)
                {
                    executor.Run(command);
                }

                _hasWarned &= !hadWarned;
                executor.RunTraps();
                return true;
            }
        }
        catch (SyntaxException error)
        {
            executor.Complain(error.Message);
            _state.LastStatus = 2;
            return true;
        }

        if (_process.HasHungUp)
        {
            EndJobs(onlyStopped: false);
            throw new ShellExitException(128 + (int)SignalNumbers.SIGHUP);
        }

        if (WarnsOfJobs())
        {
            return true;
        }

        EndJobs(onlyStopped: true);
        return false;
    }

    /// <summary>Reads lines until they are whole commands.</summary>
    private string? ReadCommand(LineSource lines, out IReadOnlyList<CommandList> commands)
    {
        List<CommandList> parsed = [];
        commands = parsed;
        string? text = lines.Read(Prompt.First(executor), "");
        if (text is null)
        {
            return null;
        }

        while (true)
        {
            try
            {
                parsed.Clear();
                Parser parser = new(new Lexer(text.Replace("\0", "", StringComparison.Ordinal)) { Aliases = name => _state.Aliases.GetValueOrDefault(name) });
                while (parser.ParseLine() is { } list)
                {
                    parsed.Add(list);
                }

                if (!text.EndsWith("\\\n", StringComparison.Ordinal) || text.EndsWith("\\\\\n", StringComparison.Ordinal))
                {
                    return text;
                }
            }
            catch (SyntaxException error) when (error.IsIncomplete)
            {
                // Goes on below.
            }

            if (lines.Read(Prompt.Next(executor), text) is not { } more)
            {
                // The end of the input in the middle of a command: what is missing is said by parsing what there is.
                throw new SyntaxException("the input ends in the middle of a command", new Position(text.Length, 1, 1));
            }

            text += more;
        }
    }

    private void ReadStartFile()
    {
        if (StartFiles.ConfigurationPath(_state) is { } path && SourceBuiltin.ReadAll(_state, path) is { } text)
        {
            try
            {
                new Interpreter(executor).RunText(text);
            }
            catch (InterruptedException)
            {
                executor.Complain($"{path}: interrupted");
            }
        }
    }

    /// <summary>Says what has become of jobs since the last prompt, and forgets those that have ended.</summary>
    private void ReportJobs()
    {
        _process.TakeSignals();
        _process.IsSuspended = false;
        _process.ReapOrphans();
        _state.Jobs.Update();
        foreach (Job job in _state.Jobs.All)
        {
            if (job.Reported != job.State)
            {
                job.Reported = job.State;
                executor.WriteTo(2, JobText.Line(_state.Jobs, job));
            }

            if (job.State == JobState.Done)
            {
                _state.Jobs.Remove(job);
                job.Dispose();
            }
        }
    }

    private bool WarnsOfJobs()
    {
        if (_hasWarned || !_state.Jobs.All.Any(static job => job.State == JobState.Stopped))
        {
            return false;
        }

        executor.WriteTo(2, "helios-shell: there are stopped jobs (exit again ends them)\n");
        _hasWarned = true;
        _state.LastStatus = 1;
        return true;
    }

    // Nobody will continue them: they get a hang-up, and SIGCONT so that it arrives.
    private void EndJobs(bool onlyStopped)
    {
        foreach (Job job in _state.Jobs.All)
        {
            if (!job.IsSpared && job.State != JobState.Done && (!onlyStopped || job.State == JobState.Stopped))
            {
                job.Signal((int)SignalNumbers.SIGHUP);
                job.Continue();
            }
        }
    }
}
