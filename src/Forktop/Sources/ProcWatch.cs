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
            if (!ProcessStat.TryRead(pid, out _))
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
                    Execute(watched, snapshot: false, happened.ThreadId, certain: true);
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
                case ProcessEventKind.Exit when happened.ThreadId == happened.ProcessId:
                    End(watched, WaitStatus.FromRaw(happened.First), happened.Time);
                    break;
                case ProcessEventKind.Exit:
                    Events.Add(new TraceEvent.ThreadEnded(happened.Time, watched.Key, happened.ThreadId));
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
                if (!all.TryGetValue(watched.Key.Pid, out ProcessStat stat) || (watched.StartTicks != 0 && stat.StartTicks != watched.StartTicks) || stat.State == 'Z')
                {
                    End(watched, watched.Key.Pid == root ? end : null, Clock.Now);
                    continue;
                }

                Refresh(watched, stat);
            }

            // Children of children found in this look belong to it too.
            for (bool found = true; found;)
            {
                found = false;
                foreach ((int pid, ProcessStat stat) in all)
                {
                    if (stat.State != 'Z' && !_watched.ContainsKey(pid) && _watched.TryGetValue(stat.ParentPid, out Watched? parent))
                    {
                        Add(pid, StartKind.Fork, parent.Key);
                        Execute(_watched[pid], snapshot: true, pid);
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
            Execute(watched, snapshot: true, pid);
            foreach (int child in ProcessStat.ChildrenOf(pid))
            {
                AttachTree(child, watched.Key);
            }
        }
    }

    private void Refresh(Watched watched, in ProcessStat stat)
    {
        if (watched.Image is null || ProcessFile.Link($"/proc/{watched.Key.Pid}/exe") != watched.Image.Executable || stat.Name != watched.Name)
        {
            watched.Name = stat.Name;
            Execute(watched, snapshot: watched.Image is null, watched.Key.Pid);
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

    // Who only looks has to tell a new program by its name and arguments.
    private void Execute(Watched watched, bool snapshot, int thread, bool certain = false)
    {
        ProgramImage image = _images.Running(watched.Key.Pid);
        if (image.Path.Length == 0 || (!certain && watched.Image is { } before && before.Executable == image.Executable && before.Arguments.AsSpan().SequenceEqual(image.Arguments)))
        {
            return;
        }

        watched.Image = image;
        Events.Add(new TraceEvent.Executed(Clock.Now, watched.Key, thread, image, snapshot));
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

        internal ProcessPermissions? Permissions { get; set; }
    }
}
