using System.Globalization;
using Helios.Linux;

namespace Helios.Shell;

/// <summary>The jobs of one shell environment that are not in the foreground.</summary>
internal sealed class JobTable : IDisposable
{
    // The last one is the current job.
    private readonly List<Job> _byUse = [];
    private readonly Dictionary<int, int> _ended = [];

    /// <summary>By number.</summary>
    internal IReadOnlyList<Job> All => [.. _byUse.OrderBy(static job => job.Id)];

    /// <summary><c>%+</c>: what was stopped last, or else started last in the background.</summary>
    internal Job? Current => Ranked().FirstOrDefault();

    /// <summary><c>%-</c></summary>
    internal Job? Previous => Ranked().Skip(1).FirstOrDefault();

    internal void Add(Job job)
    {
        if (job.Id == 0)
        {
            job.Id = _byUse.Count == 0 ? 1 : _byUse.Max(static other => other.Id) + 1;
        }

        _byUse.Remove(job);
        _byUse.Add(job);
    }

    /// <summary>Takes a job out of the table; <c>wait</c> still knows its status.</summary>
    internal void Remove(Job job)
    {
        _byUse.Remove(job);
        foreach (ProcessPart process in job.Processes)
        {
            if (process.State == JobState.Done)
            {
                _ended[process.Pid] = process.Status.Code;
            }
        }
    }

    /// <summary>The status of a process that has been forgotten.</summary>
    internal bool TryTakeEnded(int pid, out int status) => _ended.Remove(pid, out status);

    /// <summary>Looks what has changed.</summary>
    internal void Update()
    {
        foreach (Job job in _byUse)
        {
            JobState before = job.State;
            job.Update();
            if (before != JobState.Stopped && job.State == JobState.Stopped)
            {
                _stopped.Add(job);
            }
        }

        foreach (Job job in _stopped)
        {
            Add(job);
        }

        _stopped.Clear();
    }

    private readonly List<Job> _stopped = [];

    /// <summary>The job that a process belongs to.</summary>
    internal Job? Of(int pid) => _byUse.Find(job => job.Processes.Any(process => process.Pid == pid));

    /// <summary>The job that <c>%...</c> names.</summary>
    /// <exception cref="CommandException">There is none, or more than one.</exception>
    internal Job Find(string specification)
    {
        string name = specification is ['%', ..] ? specification[1..] : specification;
        Job? found = name switch
        {
            "" or "%" or "+" => Current,
            "-" => Previous ?? Current,
            _ when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int id) => _byUse.Find(job => job.Id == id),
            ['?', ..] => Only(specification, job => job.Text.Contains(name[1..], StringComparison.Ordinal)),
            _ => Only(specification, job => job.Text.StartsWith(name, StringComparison.Ordinal)),
        };
        return found ?? throw new CommandException(name is "" or "%" or "+" or "-" ? "no current job" : $"{specification}: no such job");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _byUse.ForEach(static job => job.Dispose());
        _byUse.Clear();
    }

    /// <summary>Gives up those that live, without closing what waits for them.</summary>
    internal IEnumerable<SpawnedProcess> Abandon()
    {
        SpawnedProcess[] living = [.. _byUse.SelectMany(static job => job.Processes).Where(static part => part.State != JobState.Done).Select(static part => part.Process)];
        _byUse.Clear();
        return living;
    }

    private IEnumerable<Job> Ranked()
        => _byUse.AsEnumerable().Reverse().OrderBy(static job => job.State switch { JobState.Stopped => 0, JobState.Running => 1, _ => 2 });

    private Job? Only(string specification, Func<Job, bool> isMeant)
    {
        Job[] found = [.. _byUse.Where(isMeant)];
        return found.Length <= 1 ? found.FirstOrDefault() : throw new CommandException($"{specification}: {found.Length} jobs could be meant");
    }
}
