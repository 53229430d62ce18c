using Helios.Linux;

namespace Helios.Forktop;

/// <summary>The processes that a source without ptrace looks at, and the events that follow from what it hears or finds in /proc.</summary>
internal sealed class ProcWatch
{
    private readonly Dictionary<int, Watched> _watched = [];
    private readonly TextPool _texts = new();
    private readonly ImageReader _images;
    private readonly PermissionReader _permissions;
    private readonly Lock _gate = new();

    internal ProcWatch(EventQueue events)
    {
        Events = events;
        _images = new ImageReader(_texts);
        _permissions = new PermissionReader(_texts);
    }

    /// <summary>Where events go.</summary>
    internal EventQueue Events { get; }

    /// <summary>Whether any process is left.</summary>
    internal bool IsWatching
    {
        get
        {
            lock (_gate)
            {
                return _watched.Count > 0;
            }
        }
    }

    /// <summary>Says why events come from here.</summary>
    internal void Say(string? reason)
    {
        if (reason is not null)
        {
            Events.Add(new TraceEvent.Note(Clock.Now, reason));
        }
    }

    /// <summary>Looks at processes that run, and their descendants.</summary>
    /// <exception cref="ForktopException">One of them does not run.</exception>
    internal void Attach(IReadOnlyCollection<int> pids)
    {
        foreach (int pid in pids)
        {
            if (!ProcessStat.TryRead(pid, out ProcessStat stat) || stat.HasEnded)
            {
                throw new ForktopException($"process {pid}: no such process");
            }

            AttachTree(pid, null);
        }
    }

    /// <summary>Looks at one process from now on.</summary>
    internal void Add(int pid, StartKind kind, ProcessKey? parent = null)
    {
        lock (_gate)
        {
            if (_watched.ContainsKey(pid))
            {
                return;
            }

            ProcessKey key = new(pid, Clock.Now);
            ProcessPermissions? permissions = _permissions.Read(pid, ownFilters: 0);
            Watched watched = new(key, ProcessStat.TryRead(pid, out ProcessStat stat) ? stat.StartTicks : 0, stat.ParentPid);
            _watched[pid] = watched;
            Events.Add(new TraceEvent.Started(key.Start, key, parent, kind, CloneFlags.None, permissions?.Credentials.InnerPid ?? 0));
            if (permissions is not null)
            {
                Events.Add(new TraceEvent.PermissionsSeen(key.Start, key, permissions, "start"));
                watched.Permissions = permissions;
            }
        }
    }

    /// <summary>Takes in what the process connector says.</summary>
    internal void Take(in ProcessEvent happened)
    {
        if (happened.Kind == ProcessEventKind.Lost)
        {
            Events.Add(new TraceEvent.Note(Clock.Now, "the kernel has dropped process events: this reader was too slow"));
            Look(0, null);
            return;
        }

        lock (_gate)
        {
            if (happened.Kind == ProcessEventKind.Fork)
            {
                if (_watched.TryGetValue(happened.ParentProcessId, out Watched? parent) && happened.ThreadId == happened.ProcessId)
                {
                    Add(happened.ProcessId, StartKind.Fork, parent.Key);
                }
                else if (_watched.TryGetValue(happened.ProcessId, out Watched? grown))
                {
                    grown.Threads.Add(happened.ThreadId);
                    Events.Add(new TraceEvent.ThreadStarted(happened.Time, grown.Key, happened.ThreadId));
                }

                return;
            }

            if (!_watched.TryGetValue(happened.ProcessId, out Watched? watched))
            {
                return;
            }

            switch (happened.Kind)
            {
                case ProcessEventKind.Exec:
                    watched.Continue();
                    Execute(watched, _images.Running(happened.ProcessId), happened.ThreadId, snapshot: false);
                    break;
                case ProcessEventKind.UserId or ProcessEventKind.GroupId:
                    Permit(watched, happened.Kind == ProcessEventKind.UserId ? "setuid" : "setgid");
                    break;
                case ProcessEventKind.Session:
                    Events.Add(new TraceEvent.Called(happened.Time, watched.Key, happened.ThreadId, CallKind.Session, "setsid()", Errno.None));
                    break;
                case ProcessEventKind.Ptrace:
                    Events.Add(new TraceEvent.Called(happened.Time, watched.Key, happened.ThreadId, CallKind.Ptrace, happened.Second > 0 ? $"traced by {happened.Second}" : "traced no longer", Errno.None));
                    break;
                case ProcessEventKind.Exit:
                    EndThread(watched, happened);
                    break;
            }
        }
    }

    /// <summary>Looks at all processes once.</summary>
    /// <param name="root">The process whose end the caller knows; 0 for none.</param>
    /// <param name="end">How it ended; null while it runs.</param>
    internal void Look(int root, WaitStatus? end)
    {
        lock (_gate)
        {
            Dictionary<int, ProcessStat> all = [];
            foreach (int pid in ProcessStat.All())
            {
                if (ProcessStat.TryRead(pid, out ProcessStat stat))
                {
                    all[pid] = stat;
                }
            }

            foreach (Watched watched in _watched.Values.ToArray())
            {
                if (!all.TryGetValue(watched.Key.Pid, out ProcessStat stat) || (watched.StartTicks != 0 && stat.StartTicks != watched.StartTicks) || stat.HasEnded)
                {
                    End(watched, watched.Key.Pid == root ? end : null, Clock.Now);
                }
                else if (!stat.IsEnding)
                {
                    Refresh(watched, stat);
                }
            }

            // Children of children found in this look belong to it too.
            for (bool found = true; found;)
            {
                found = false;
                foreach ((int pid, ProcessStat stat) in all)
                {
                    if (!stat.IsEnding && !_watched.ContainsKey(pid) && _watched.TryGetValue(stat.ParentPid, out Watched? parent))
                    {
                        Add(pid, StartKind.Fork, parent.Key);
                        Settle(_watched[pid], stat);
                        found = true;
                    }
                }
            }
        }
    }

    private void AttachTree(int pid, ProcessKey? parent)
    {
        Add(pid, StartKind.Attached, parent);
        if (_watched.TryGetValue(pid, out Watched? watched))
        {
            Execute(watched, _images.Settled(pid), pid, snapshot: true);
            watched.Threads.UnionWith(ProcessStat.ThreadsOf(pid).Where(thread => thread != pid));
            watched.IsFirstGone = ProcessStat.TryRead(pid, out ProcessStat stat) && stat.IsEnding;
            foreach (int child in ProcessStat.ChildrenOf(pid))
            {
                AttachTree(child, watched.Key);
            }
        }
    }

    // The first thread can end before others: the process ends with the last one, and by that one's call where the two differ.
    private void EndThread(Watched watched, in ProcessEvent happened)
    {
        bool isFirst = happened.ThreadId == watched.Key.Pid;
        if (!isFirst)
        {
            watched.Threads.Remove(happened.ThreadId);
            Events.Add(new TraceEvent.ThreadEnded(happened.Time, watched.Key, happened.ThreadId));
        }

        watched.IsFirstGone |= isFirst;
        if (watched.IsFirstGone && watched.Threads.Count == 0)
        {
            End(watched, WaitStatus.FromRaw(happened.First), happened.Time);
        }
    }

    private void Refresh(Watched watched, in ProcessStat stat)
    {
        if (watched.Image is not { Arguments.Length: > 0 } known || stat.StackStart != watched.StackStart || stat.Name != watched.Name
            || ProcessFile.Link($"/proc/{watched.Key.Pid}/exe") != known.Executable)
        {
            Settle(watched, stat);
        }

        if (stat.ParentPid != watched.Parent)
        {
            watched.Parent = stat.ParentPid;
            Events.Add(new TraceEvent.Reparented(Clock.Now, watched.Key, stat.ParentPid));
        }

        if (_permissions.ReadCredentials(watched.Key.Pid, ownFilters: 0) is { } credentials && !credentials.Equals(watched.Permissions?.Credentials))
        {
            Permit(watched, "poll");
        }
    }

    /// <summary>Takes in what a process runs, once that holds still.</summary>
    /// <remarks>
    /// Who only looks can come in the middle: of an exec, when the program is the new one already and has no arguments yet, or of an end, when there are
    /// none any more. Neither is told; the next look tells what has become of it.
    /// </remarks>
    private void Settle(Watched watched, in ProcessStat before)
    {
        ProgramImage image = _images.Running(watched.Key.Pid);
        if (image.IsUnfinished || !ProcessStat.TryRead(watched.Key.Pid, out ProcessStat after) || after.IsEnding || after.StackStart != before.StackStart || after.StartTicks != before.StartTicks)
        {
            return;
        }

        bool isSame = watched.Image is { } last && last.Executable == image.Executable && last.Arguments.AsSpan().SequenceEqual(image.Arguments)
            && (watched.StackStart == before.StackStart || watched.StackStart == 0);
        bool isFirst = watched.Image is null;
        (watched.Name, watched.StackStart) = (before.Name, before.StackStart);
        if (!isSame)
        {
            Execute(watched, image, watched.Key.Pid, snapshot: isFirst);
        }
    }

    private void Execute(Watched watched, ProgramImage image, int thread, bool snapshot)
    {
        if (image.Path.Length > 0)
        {
            watched.Image = image;
            Events.Add(new TraceEvent.Executed(Clock.Now, watched.Key, thread, image, snapshot));
        }
    }

    private void Permit(Watched watched, string cause)
    {
        if (_permissions.Read(watched.Key.Pid, ownFilters: 0) is { } permissions)
        {
            watched.Permissions = permissions;
            Events.Add(new TraceEvent.PermissionsSeen(Clock.Now, watched.Key, permissions, cause));
        }
    }

    private void End(Watched watched, WaitStatus? status, long time)
    {
        _watched.Remove(watched.Key.Pid);
        Events.Add(new TraceEvent.Exited(time, watched.Key, status, default));
    }

    private sealed class Watched(ProcessKey key, long startTicks, int parent)
    {
        internal ProcessKey Key { get; } = key;

        internal long StartTicks { get; } = startTicks;

        internal int Parent { get; set; } = parent;

        internal ProgramImage? Image { get; set; }

        internal string Name { get; set; } = "";

        internal ulong StackStart { get; set; }

        /// <summary>The threads besides the first, as far as events tell.</summary>
        internal HashSet<int> Threads { get; } = [];

        internal bool IsFirstGone { get; set; }

        /// <summary>An exec ends all threads but the caller, which becomes the first.</summary>
        internal void Continue()
        {
            IsFirstGone = false;
            Threads.Clear();
        }

        internal ProcessPermissions? Permissions { get; set; }
    }
}
