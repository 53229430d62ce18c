using Helios.Linux;

namespace Helios.Shell;

/// <summary>A pipeline, or a list in the background, with all its processes. With job control they are one process group.</summary>
internal sealed class Job(string text) : IDisposable
{
    private readonly List<JobPart> _parts = [];

    /// <summary>Its number in the table; zero while it is in no table.</summary>
    internal int Id { get; set; }

    /// <summary>As it was typed, about.</summary>
    internal string Text => text;

    internal IReadOnlyList<JobPart> Parts => _parts;

    internal IEnumerable<ProcessPart> Processes => _parts.OfType<ProcessPart>();

    /// <summary>The process group; zero without job control, or while no process has been started.</summary>
    internal int Group { get; set; }

    /// <summary>The terminal's settings when it was stopped; it gets them back with <c>fg</c>.</summary>
    internal TerminalSettings? Modes { get; set; }

    /// <summary>What the user has last been told about it.</summary>
    internal JobState Reported { get; set; }

    /// <summary>Whether it keeps running when the shell ends or hangs up: <c>disown -h</c>.</summary>
    internal bool IsSpared { get; set; }

    /// <summary>Whether a pipeline fails when any of its stages does.</summary>
    internal bool FailsWithAny { get; init; }

    /// <summary>Whether <c>!</c> turns its status round.</summary>
    internal bool IsNegated { get; init; }

    /// <summary>A job is stopped when none of its processes runs and one is stopped; it is done when the last has ended.</summary>
    internal JobState State
    {
        get
        {
            JobState state = JobState.Done;
            foreach (JobPart part in _parts)
            {
                if (part is ProcessPart { State: JobState.Running })
                {
                    return JobState.Running;
                }

                // A builtin that waits for a stopped program is stopped with it.
                state = part.State == JobState.Stopped || (state == JobState.Done && part.State != JobState.Done) ? part.State : state;
            }

            return state;
        }
    }

    /// <summary>The exit status as <c>$?</c> has it.</summary>
    internal int Status
    {
        get
        {
            int status = StatusOf(Deciding.Status);
            return IsNegated ? (status == 0 ? 1 : 0) : status;
        }
    }

    /// <summary>The stage whose status is the job's.</summary>
    internal JobPart Deciding => (FailsWithAny ? _parts.FindLast(static part => StatusOf(part.Status) != 0) : null)
        ?? (State == JobState.Stopped ? _parts.Find(static part => part.State == JobState.Stopped) : null)
        ?? _parts[^1];

    /// <summary>The last process's number, for <c>$!</c>.</summary>
    internal int LastPid => Processes.LastOrDefault()?.Pid ?? 0;

    internal void Add(JobPart part) => _parts.Add(part);

    internal void Update()
    {
        foreach (JobPart part in _parts)
        {
            part.Update();
        }
    }

    /// <summary>Signals all of it: the group, or without job control each process.</summary>
    internal void Signal(int signal)
    {
        if (Group > 0)
        {
            ProcessGroups.Signal(Group, signal);
            return;
        }

        foreach (ProcessPart process in Processes)
        {
            process.Process.PidFd.TrySignal(signal);
        }
    }

    /// <summary>Lets it go on.</summary>
    internal void Continue()
    {
        foreach (ProcessPart process in Processes)
        {
            process.Continue();
        }

        Signal((int)SignalNumbers.SIGCONT);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (JobPart part in _parts)
        {
            part.Close();
        }
    }

    private static int StatusOf(WaitStatus status) => status.Code;
}
