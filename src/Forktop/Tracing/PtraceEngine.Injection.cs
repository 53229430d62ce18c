using Helios.Linux;

namespace Helios.Forktop;

/// <summary>Making a process fork without its knowledge: the copy has exactly its rights, and is ours to direct.</summary>
internal sealed partial class PtraceEngine
{
    private const long WaitAll = 0x40000000;
    private const int MostLooks = 12;
    private static readonly TimeSpan s_visit = TimeSpan.FromSeconds(5);

    /// <summary>Makes a process fork a copy of itself, directs the copy, and lets the process run on untouched.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="direct">Directs the copy, which is stopped. What it leaves is killed unless it has executed a program.</param>
    /// <exception cref="ForktopException">It cannot be stopped, or may not fork.</exception>
    internal void WithCopyOf(int pid, Action<RemoteThread> direct) => Visit(pid, (tracee, _) => Fork(tracee, direct));

    /// <summary>Stops a running thread, does something with it and lets it go on.</summary>
    private void Visit(int pid, Action<Tracee, PtraceStop> action)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Run(() =>
        {
            if (!_tracees.TryGetValue(pid, out Tracee? tracee))
            {
                throw new ForktopException($"process {pid} is not traced");
            }

            if (tracee.Kept is not null || tracee.Process.IsStopped)
            {
                throw Stopped(pid);
            }

            tracee.Visit = (visited, stop) => Receive(visited, stop, action, done);
            Ptrace.Interrupt(pid);
        });
        if (!IsVisited(pid, done.Task) && Cancel(pid) && !done.Task.IsCompleted)
        {
            // A stop that was on its way when it was interrupted.
            throw IsStopped(pid) ? Stopped(pid) : new ForktopException($"process {pid} does not stop: it has ended, or waits for its vfork child or for a device");
        }

        done.Task.GetAwaiter().GetResult();
    }

    // A thread that cannot be interrupted may never stop; one that only waits for a processor will, however long the others take.
    private bool IsVisited(int pid, Task done)
    {
        for (int looks = 0; looks < MostLooks; looks++)
        {
            if (((IAsyncResult)done).AsyncWaitHandle.WaitOne(s_visit))
            {
                return true;
            }

            if (!ProcessStat.TryRead(pid, out ProcessStat stat) || stat.IsEnding || stat.State == 'D' || IsStopped(pid))
            {
                return false;
            }
        }

        return false;
    }

    private bool IsStopped(int pid)
    {
        bool stopped = false;
        Run(() => stopped = _tracees.TryGetValue(pid, out Tracee? tracee) && tracee.Process.IsStopped);
        return stopped;
    }

    private static ForktopException Stopped(int pid) => new($"process {pid} is stopped: let it go on first");

    private void Receive(Tracee visited, PtraceStop stop, Action<Tracee, PtraceStop> action, TaskCompletionSource done)
    {
        try
        {
            action(visited, stop);
            done.TrySetResult();
        }
        catch (Exception refused)
        {
            // It belongs to whoever asked.
            done.TrySetException(refused);
        }

        if (_tracees.ContainsKey(visited.Id))
        {
            Leave(visited, stop);
        }
    }

    /// <returns>Whether the visit will not be made.</returns>
    private bool Cancel(int pid)
    {
        bool cancelled = false;
        Run(() =>
        {
            cancelled = !_tracees.TryGetValue(pid, out Tracee? tracee) || tracee.Visit is not null;
            if (tracee is not null)
            {
                tracee.Visit = null;
            }
        });
        return cancelled || _ended.Task.IsCompleted;
    }

    /// <summary>Ends an injected program with everything that it has made, and makes the process wait for what has become its child: the init of a PID namespace is given every orphan.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="program">The injected program.</param>
    internal void EndInjected(int pid, int program)
    {
        // The tracer is told of an end first; only then can the parent wait for it.
        SpinWait.SpinUntil(() => KillInjected(program) == 0, s_visit * MostLooks);
        HashSet<int>? made = null;
        Run(() => _injected.Remove(program, out made));
        int[] left = [.. ProcessStat.ChildrenOf(pid).Where(child => made?.Contains(child) == true && ProcessStat.TryRead(child, out ProcessStat stat) && stat.HasEnded)];
        if (left.Length > 0)
        {
            Visit(pid, (tracee, _) => WaitIn(tracee, left));
        }
    }

    /// <returns>How many there were.</returns>
    private int KillInjected(int program)
    {
        int count = 0;
        Run(() =>
        {
            foreach (TracedProcess process in _processes.Values.Where(process => process.Injected == program))
            {
                Signals.Send(process.Key.Pid, (int)SignalNumbers.SIGKILL);
                count++;
            }

            foreach (int child in _early.Keys.Where(child => ProcessStat.TryRead(child, out ProcessStat stat) && stat.Session == program))
            {
                _injected.GetValueOrDefault(program)?.Add(child);
                Signals.Send(child, (int)SignalNumbers.SIGKILL);
                count++;
            }
        });
        return count;
    }

    // Of an orphan that nobody has reported, the session tells where it comes from: an injected program begins one.
    private void MarkBySession(TracedProcess orphan)
    {
        if (ProcessStat.TryRead(orphan.Key.Pid, out ProcessStat stat) && _injected.TryGetValue(stat.Session, out HashSet<int>? made))
        {
            orphan.Injected = stat.Session;
            made.Add(orphan.Key.Pid);
        }
    }

    private void WaitIn(Tracee tracee, int[] children)
    {
        RemoteThread process = new(tracee.Id, tracee.Process.Key.Pid);
        foreach (int child in children)
        {
            if (_permissions.ReadPids(child) is [.., int inner] && process.Call(null, Sys.wait4, inner, 0, WaitAll | 1, 0) is null)
            {
                break;
            }
        }

        if (process.LastEnd is { } end)
        {
            OnEnd(tracee, end);
        }
        else
        {
            process.Restore();
            process.SendKept();
        }
    }

    /// <summary>The seccomp filters of a process, oldest first, without forktop's own.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="refusal">Why they cannot be read, or none.</param>
    internal List<byte[]> FiltersOf(int pid, out Errno refusal)
    {
        List<byte[]> filters = [];
        Errno refused = Errno.None;
        Visit(pid, (tracee, _) =>
        {
            // Of a process without filters the kernel says EINVAL, as it does where it cannot read any.
            if (_permissions.ReadCredentials(tracee.Id, tracee.Process.OwnFilters) is not { SeccompFilters: > 0 })
            {
                return;
            }

            for (int i = tracee.Process.OwnFilters; Ptrace.SeccompFilter(tracee.Id, i, out refused) is { } filter; i++)
            {
                filters.Add(filter);
            }

            refused = refused == Errno.ENOENT ? Errno.None : refused;
        });
        refusal = refused;
        return filters;
    }

    // A child without an end signal forks the copy and ends, so that the process has no child that its own waits could see.
    private void Fork(Tracee tracee, Action<RemoteThread> direct)
    {
        RemoteThread process = new(tracee.Id, tracee.Process.Key.Pid);
        RemoteThread? copy = null;
        try
        {
            RemoteThread? middle = null;
            long made = process.Call(stop => middle = process.Copy(TakeIn(stop, tracee.Process)), Sys.clone, 0, 0, 0, 0, 0)
                ?? throw new ForktopException("the process was killed by forking: its seccomp filter does not allow it");
            if (middle is null)
            {
                throw new ForktopException($"the process may not fork: {RemoteThread.ErrnoOf(made).Text()}");
            }

            RemoteThread child = middle;
            TracedProcess between = _processes[child.Id];
            long second = child.Call(stop => copy = child.Copy(TakeIn(stop, between)), Sys.clone, SignalNumbers.SIGCHLD, 0, 0, 0, 0) ?? -1;
            if (_tracees.TryGetValue(child.Id, out Tracee? ending))
            {
                TraceStatus last = child.LastEnd ?? default;
                if (child.LastEnd is null)
                {
                    child.CallAndGo(out last, Sys.exit_group, 0);
                }

                while (last.IsStopped || last.ThreadId == 0)
                {
                    Ptrace.Continue(child.Id);
                    if (!Ptrace.TryWait(child.Id, out last, out bool gone) && gone)
                    {
                        break;
                    }
                }

                _now = Clock.Now;
                OnEnd(ending, last);
            }

            process.Call(null, Sys.wait4, made, 0, WaitAll, 0);
            if (copy is null)
            {
                throw new ForktopException($"the process may not fork: {RemoteThread.ErrnoOf(second).Text()}");
            }
        }
        finally
        {
            if (process.LastEnd is { } end)
            {
                OnEnd(tracee, end);
            }
            else
            {
                process.Restore();
            }
        }

        process.SendKept();
        MarkInjected(copy.Id);
        try
        {
            direct(copy);
        }
        finally
        {
            Finish(copy);
        }
    }

    /// <summary>Takes in a process that an injected call has made, and waits for its first stop.</summary>
    /// <returns>Its pid.</returns>
    private int TakeIn(ForkStop stop, TracedProcess parent)
    {
        _now = Clock.Now;
        TracedProcess made = AddProcess(stop.Child, parent);
        AddTracee(stop.Child, made).HasStopped = true;
        int inner = made.IsNested ? _permissions.ReadCredentials(stop.Child, made.OwnFilters)?.InnerPid ?? 0 : 0;
        Send(new TraceEvent.Started(_now, made.Key, parent.Key, StartKind.Fork, CloneFlags.None, inner));
        if (!_early.Remove(stop.Child))
        {
            while (!Ptrace.TryWait(stop.Child, out _, out bool gone) && !gone)
            {
            }
        }

        return stop.Child;
    }

    private void MarkInjected(int program)
    {
        if (_processes.TryGetValue(program, out TracedProcess? process))
        {
            process.Injected = program;
            _injected[program] = [program];
        }
    }

    // A copy that has not become a program would run the process's own code: it is killed.
    private void Finish(RemoteThread copy)
    {
        if (_tracees.TryGetValue(copy.Id, out Tracee? tracee) && tracee.Visit is null && !tracee.Process.HasOwnProgram)
        {
            Signals.Send(copy.Id, (int)SignalNumbers.SIGKILL);
            while (true)
            {
                if (Ptrace.TryWait(copy.Id, out TraceStatus status, out bool gone) && !status.IsStopped)
                {
                    _now = Clock.Now;
                    OnEnd(tracee, status);
                    return;
                }

                if (gone)
                {
                    Forget(tracee);
                    return;
                }

                Ptrace.Continue(copy.Id);
            }
        }
    }

    /// <summary>Lets a copy execute a program; on success it is a traced process like any other.</summary>
    /// <returns>Why not, or none.</returns>
    internal Errno Execute(RemoteThread copy, Sys number, params ReadOnlySpan<long> arguments)
    {
        long? result = copy.CallAndGo(out TraceStatus last, number, arguments);
        if (result is { } refused)
        {
            return RemoteThread.ErrnoOf(refused);
        }

        if (last.IsStopped && _tracees.TryGetValue(copy.Id, out Tracee? tracee) && PtraceStop.Of(last, isNew: false) is ExecStop stop)
        {
            tracee.Process.HasOwnProgram = true;
            _now = Clock.Now;
            OnStop(tracee, stop);
            return Errno.None;
        }

        return Errno.ESRCH;
    }
}
