using System.Collections.Concurrent;
using Helios.Linux;

namespace Helios.Forktop;

/// <summary>The tracer: one thread that makes all ptrace calls and turns stops into events.</summary>
/// <remarks>
/// <para>The constraints. A tracee belongs to the thread that attached it. Other parts of the program have children of their own, and the
/// runtime would take a stopped tracee that it had started itself for one that has exited.</para>
/// <para>Hence one thread, which waits with __WNOTHREAD: it sees its own tracees and nothing else, and it reaps them. What is launched comes from
/// <see cref="Launcher"/>, never from the runtime, and is seized while it waits at a hold, before any of its own code has run.</para>
/// <para>Whatever has to be said to the thread is a command; a signal ends its wait.</para>
/// </remarks>
internal sealed partial class PtraceEngine : IDisposable
{
    private const long Options = PtraceRequests.PTRACE_O_TRACESYSGOOD | PtraceRequests.PTRACE_O_TRACEFORK | PtraceRequests.PTRACE_O_TRACEVFORK
        | PtraceRequests.PTRACE_O_TRACECLONE | PtraceRequests.PTRACE_O_TRACEEXEC | PtraceRequests.PTRACE_O_TRACEEXIT | PtraceRequests.PTRACE_O_TRACESECCOMP;

    private const ulong CloneThread = 0x10000;
    private const ulong CloneVfork = 0x4000;
    private const int I386Clone = 120;

    private static readonly TimeSpan s_ring = TimeSpan.FromMilliseconds(1);

    private readonly EventQueue _events;
    private readonly CallTracing _calls;
    private readonly Thread _thread;
    private readonly ConcurrentQueue<Command> _commands = new();
    private readonly AutoResetEvent _posted = new(false);
    private readonly Dictionary<int, Tracee> _tracees = [];
    private readonly Dictionary<int, TracedProcess> _processes = [];
    private readonly Dictionary<int, EarlyStop> _early = [];
    private readonly Dictionary<int, HashSet<int>> _injected = [];
    private readonly TextPool _texts = new();
    private readonly ImageReader _images;
    private readonly PermissionReader _permissions;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ThreadWaker? _waker;
    private ExecPattern[] _breakpoints = [];
    private long _now;
    private bool _detaching;
    private bool _killing;
    private bool _stopping;

    /// <param name="events">Where events go.</param>
    /// <param name="calls">How calls without an event of their own are seen.</param>
    internal PtraceEngine(EventQueue events, CallTracing calls)
    {
        (_events, _calls) = (events, calls);
        _images = new ImageReader(_texts);
        _permissions = new PermissionReader(_texts);
        using ManualResetEventSlim ready = new();
        _thread = new Thread(() => Serve(ready)) { IsBackground = true, Name = "forktop tracer" };
        _thread.Start();
        ready.Wait();
    }

    /// <summary>Completes when nothing is traced any more and <see cref="Finish()"/> was called, or when the tracer broke.</summary>
    internal Task Ended => _ended.Task;

    /// <summary>Whether a filter that only a tracer can serve is in the traced processes, so that they cannot be left alone.</summary>
    internal bool HasFilter => _calls == CallTracing.Seccomp;

    /// <summary>Begins to trace a process that waits at a hold, with everything that it will make.</summary>
    /// <exception cref="TraceRefusedException">ptrace is refused.</exception>
    internal void SeizeLaunched(int pid, bool filtered) => Run(() =>
    {
        TracedProcess process = AddProcess(pid, parent: null);
        process.OwnFilters = filtered ? 1 : 0;
        Errno errno = Ptrace.Seize(pid, Options | PtraceRequests.PTRACE_O_EXITKILL);
        if (errno != Errno.None)
        {
            _processes.Remove(pid);
            throw TraceRefusedException.Of(pid, errno);
        }

        AddTracee(pid, process);
        Send(new TraceEvent.Started(_now, process.Key, null, StartKind.Launched, CloneFlags.None, 0));
        ReadPermissions(process, "start");
    });

    /// <summary>Begins to trace processes that run, all their threads and what they will make.</summary>
    /// <param name="roots">The processes; their descendants are traced too.</param>
    /// <exception cref="TraceRefusedException">ptrace is refused for one of the roots.</exception>
    internal void SeizeRunning(IReadOnlyCollection<int> roots) => Run(() => AttachTrees(roots));

    /// <summary>Lets everything run on without forktop.</summary>
    internal void DetachAll() => Run(() =>
    {
        _detaching = true;
        foreach (Tracee tracee in _tracees.Values.ToArray())
        {
            if (tracee.Kept is { } kept)
            {
                tracee.Kept = null;
                Leave(tracee, kept);
            }
            else
            {
                Ptrace.Interrupt(tracee.Id);
            }
        }
    });

    /// <summary>Kills everything that is traced.</summary>
    internal void KillAll() => Run(() =>
    {
        _killing = true;
        foreach (int pid in _processes.Keys)
        {
            Signals.Send(pid, (int)SignalNumbers.SIGKILL);
        }
    });

    /// <summary>Ends the thread once nothing is traced any more.</summary>
    internal void Finish() => Run(() => _stopping = true);

    /// <summary>What execs to stop at from now on.</summary>
    internal void SetBreakpoints(ExecPattern[] patterns) => Run(() => _breakpoints = patterns);

    /// <summary>Lets a process that a breakpoint holds run. False when none does.</summary>
    internal bool Release(int pid)
    {
        bool released = false;
        Run(() =>
        {
            if (_tracees.TryGetValue(pid, out Tracee? tracee) && tracee.Kept is { } stop)
            {
                tracee.Kept = null;
                released = true;
                Send(new TraceEvent.Released(_now, tracee.Process.Key));
                Resume(tracee, stop);
            }
        });
        return released;
    }

    /// <summary>Leaves a held process to somebody else, stopped as by SIGSTOP. False when it is not held.</summary>
    internal bool HandOver(int pid)
    {
        bool done = false;
        Run(() =>
        {
            if (_tracees.TryGetValue(pid, out Tracee? tracee) && tracee.Kept is { } stop)
            {
                tracee.Kept = null;
                done = true;
                ProcessKey key = tracee.Process.Key;
                Signals.Send(pid, (int)SignalNumbers.SIGSTOP);
                stop.Detach();
                Forget(tracee);
                Send(new TraceEvent.Detached(_now, key));
            }
        });
        return done;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _thread.Join();
        _posted.Dispose();
    }

    /// <summary>Runs something on the tracer's thread, and passes its exception on.</summary>
    private void Run(Action action)
    {
        Command command = new(action);
        _commands.Enqueue(command);
        _posted.Set();
        while (!command.Taken.Wait(s_ring))
        {
            if (_ended.Task.IsCompleted)
            {
                return;
            }

            _waker!.Wake();
        }

        command.Done.Wait();
        command.Fault?.Throw();
    }

    private void Serve(ManualResetEventSlim ready)
    {
        _waker = new ThreadWaker();
        ready.Set();
        try
        {
            while (!(_stopping && _tracees.Count == 0 && _early.Count == 0))
            {
                while (_commands.TryDequeue(out Command? command))
                {
                    _now = Clock.Now;
                    command.Execute();
                }

                if (_tracees.Count == 0 && _early.Count == 0)
                {
                    if (!_stopping && _commands.IsEmpty)
                    {
                        _posted.WaitOne();
                    }

                    continue;
                }

                bool isLost = _early.Count > 0 && _early.Values.Any(static early => !early.IsAsked);
                if (Ptrace.TryWait(-1, out TraceStatus status, out bool nothingLeft, block: !isLost))
                {
                    _now = Clock.Now;
                    Handle(status);
                }
                else if (nothingLeft)
                {
                    // Reaped by somebody else, which nobody should: what is left here is a memory.
                    ForgetAll();
                }
                else if (isLost)
                {
                    // Its maker would be the next to be heard of.
                    AdoptLost(ask: true);
                }
            }

            _ended.TrySetResult();
        }
        catch (Exception broken)
        {
            // Its tracees are killed or run on as the kernel decides; whoever waits has to learn why.
            _ended.TrySetException(broken);
        }
        finally
        {
            _events.Complete();
            while (_commands.TryDequeue(out Command? command))
            {
                command.Execute();
            }
        }
    }

    private void Handle(in TraceStatus status)
    {
        if (!_tracees.TryGetValue(status.ThreadId, out Tracee? tracee))
        {
            // A child can stop before its parent has reported it.
            if (status.IsStopped)
            {
                _early[status.ThreadId] = new EarlyStop(status);
            }
            else
            {
                _early.Remove(status.ThreadId);
            }

            return;
        }

        if (!status.IsStopped)
        {
            OnEnd(tracee, status);
            return;
        }

        PtraceStop? stop = PtraceStop.Of(status, isNew: !tracee.HasStopped);
        tracee.HasStopped = true;
        if (stop is null)
        {
            return;
        }

        bool wasAsked = tracee.IsAsked;
        tracee.IsAsked = false;

        if (tracee.Visit is { } visit && stop is InterruptStop)
        {
            tracee.Visit = null;
            visit(tracee, stop);
        }
        else
        {
            OnStop(tracee, stop);
        }

        if (wasAsked)
        {
            AdoptLost(ask: false);
        }
    }

    private void OnStop(Tracee tracee, PtraceStop stop)
    {
        switch (stop)
        {
            case ForkStop fork:
                OnFork(tracee, fork);
                break;
            case ExecStop exec:
                if (OnExec(tracee, exec))
                {
                    return;
                }

                break;
            case SeccompStop seccomp:
                tracee.Call = seccomp.Kind;
                break;
            case CallStop:
                OnCall(tracee);
                break;
            case SignalStop signal:
                OnSignal(tracee, signal);
                break;
            case GroupStop group:
                OnGroupStop(tracee, group);
                return;
            case InterruptStop when tracee.Listening:
                OnContinued(tracee);
                break;
        }

        Leave(tracee, stop);
    }

    /// <summary>Lets a thread go on: for good when forktop is leaving.</summary>
    private void Leave(Tracee tracee, PtraceStop stop)
    {
        if (!_detaching)
        {
            Resume(tracee, stop);
            return;
        }

        // SIGTRAP can be an exec's leftover of an attached tracer; everything else is passed on as it is.
        stop.Detach();
        TracedProcess process = tracee.Process;
        Forget(tracee);
        if (process.Threads == 0)
        {
            Send(new TraceEvent.Detached(_now, process.Key));
        }
    }

    private void Resume(Tracee tracee, PtraceStop stop)
    {
        if (_calls == CallTracing.Step || tracee.Call != CallKind.None)
        {
            stop.ContinueToCall();
        }
        else
        {
            stop.Continue();
        }
    }

    private void OnFork(Tracee tracee, ForkStop stop)
    {
        ulong flags = CloneFlagsOf(tracee);
        Tracee child;
        if ((flags & CloneThread) != 0)
        {
            child = AddTracee(stop.Child, tracee.Process);
            Send(new TraceEvent.ThreadStarted(_now, tracee.Process.Key, stop.Child));
        }
        else
        {
            TracedProcess process = AddProcess(stop.Child, tracee.Process);
            child = AddTracee(stop.Child, process);
            CloneFlags namespaces = (CloneFlags)flags & NamespaceFlags.All;
            StartKind kind = stop.Kind == StartKind.Clone && (flags & CloneVfork) != 0 ? StartKind.Vfork : stop.Kind;
            int inner = 0;
            bool differs = namespaces != CloneFlags.None || (flags & CloneIntoCgroup) != 0;
            if (process.IsNested || (namespaces & CloneFlags.NewPid) != 0)
            {
                process.IsNested = true;
                inner = _permissions.ReadCredentials(stop.Child, process.OwnFilters)?.InnerPid ?? 0;
            }

            Send(new TraceEvent.Started(_now, process.Key, tracee.Process.Key, kind, namespaces, inner));
            if (differs)
            {
                ReadPermissions(process, "clone");
            }
        }

        if (_early.Remove(stop.Child, out EarlyStop? early))
        {
            Handle(early.Status);
        }
        else
        {
            child.HasStopped = false;
        }
    }

    private const ulong CloneIntoCgroup = 0x200000000;

    private static ulong CloneFlagsOf(Tracee tracee)
    {
        if (!Ptrace.TryGetRegisters(tracee.Id, out UserRegisters registers, out bool is32Bit))
        {
            return 0;
        }

        ulong first = is32Bit ? registers.rbx : registers.rdi;
        if (registers.orig_rax == (ulong)Sys.clone3)
        {
            Span<byte> flags = stackalloc byte[8];
            return Ptrace.Read(tracee.Id, first, flags) == 8 ? BitConverter.ToUInt64(flags) : 0;
        }

        // The low byte is the end signal.
        return registers.orig_rax == (ulong)(is32Bit ? I386Clone : (long)Sys.clone) ? (uint)first & ~0xFFUL : 0;
    }

    /// <returns>Whether the process is kept.</returns>
    private bool OnExec(Tracee tracee, ExecStop stop)
    {
        TracedProcess process = tracee.Process;
        tracee.Call = CallKind.None;
        if (stop.Former != tracee.Id && _tracees.Remove(stop.Former))
        {
            // The caller was another thread; it has taken over the first one's id.
            process.Threads--;
            Send(new TraceEvent.ThreadEnded(_now, process.Key, stop.Former));
        }

        if (!Ptrace.TryGetCall(tracee.Id, out TracedCall call))
        {
            return false;
        }

        ProgramImage image = _images.AtExec(tracee.Id, call, out bool secure);
        Send(new TraceEvent.Executed(_now, process.Key, stop.Former, image, Snapshot: false));
        if (process.Permissions is not { } known)
        {
            ReadPermissions(process, "exec");
        }
        else
        {
            const int KeepCapabilities = (int)PrctlOptions.SECBIT_KEEP_CAPS;
            if (known.SecureBits is { } bits && (bits & KeepCapabilities) != 0)
            {
                process.Permissions = known = known with { SecureBits = bits & ~KeepCapabilities };
            }

            string[] cgroups = _permissions.ReadCgroups(tracee.Id);
            bool moved = !cgroups.AsSpan().SequenceEqual(known.Cgroups);
            if (secure || moved || !known.Credentials.SurvivesExec)
            {
                ReadPermissions(process, moved && !secure ? EventText.CgroupCause : "exec");
            }
        }

        ExecPattern? hit = Array.Find(_breakpoints, pattern => pattern.Matches(image));
        if (hit is null || _detaching)
        {
            return false;
        }

        tracee.Kept = stop;
        Send(new TraceEvent.Held(_now, process.Key, hit.Text));
        return true;
    }

    private void OnCall(Tracee tracee)
    {
        if (_calls == CallTracing.Step)
        {
            if (!Ptrace.TryGetCall(tracee.Id, out TracedCall call))
            {
                return;
            }

            if (call.Operation == PtraceRequests.PTRACE_SYSCALL_INFO_ENTRY)
            {
                ulong first = Ptrace.TryGetRegisters(tracee.Id, out UserRegisters entry, out bool narrow) ? narrow ? entry.rbx : entry.rdi : 0;
                tracee.Call = WatchedCalls.KindOf(call.Architecture, call.Number, first);
                return;
            }
        }

        CallKind kind = tracee.Call;
        tracee.Call = CallKind.None;
        if (kind != CallKind.None && Ptrace.TryGetRegisters(tracee.Id, out UserRegisters registers, out bool is32Bit))
        {
            OnCallEnd(tracee, kind, registers, is32Bit);
        }
    }

    private void OnCallEnd(Tracee tracee, CallKind kind, in UserRegisters registers, bool is32Bit)
    {
        const long LastErrno = 4095;
        TracedProcess process = tracee.Process;
        long result = (long)registers.rax;
        Errno errno = result is < 0 and >= -LastErrno ? (Errno)(-result) : Errno.None;
        if (kind == CallKind.Exec)
        {
            if (errno != Errno.None)
            {
                (string path, string[] arguments) = _images.Refused(tracee.Id, registers, is32Bit);
                Send(new TraceEvent.ExecFailed(_now, process.Key, tracee.Id, path, arguments, errno));
            }

            return;
        }

        string text = CallText.Of(tracee.Id, registers, is32Bit);
        Send(new TraceEvent.Called(_now, process.Key, tracee.Id, kind, text, errno));
        if (errno != Errno.None || tracee.Id != process.Key.Pid)
        {
            // Credentials belong to threads; what is shown of a process is its first one's.
            return;
        }

        if (!is32Bit && registers.orig_rax == (ulong)Sys.prctl && registers.rdi == (ulong)PrctlOptions.PR_SET_SECUREBITS && process.Permissions is { } known)
        {
            process.Permissions = known with { SecureBits = (int)registers.rsi };
        }

        if (kind is CallKind.Credentials or CallKind.Namespaces or CallKind.Seccomp or CallKind.Root)
        {
            ReadPermissions(process, text[..Math.Max(0, text.IndexOf('(', StringComparison.Ordinal))]);
        }
    }

    private void OnSignal(Tracee tracee, SignalStop stop)
    {
        // SIGCHLD comes with every child's end, which is an event already.
        if (stop.Signal != (int)SignalNumbers.SIGCHLD && Ptrace.TryGetSender(tracee.Id, out int sender))
        {
            Send(new TraceEvent.Signalled(_now, tracee.Process.Key, tracee.Id, stop.Signal, sender));
        }
    }

    private void OnGroupStop(Tracee tracee, GroupStop stop)
    {
        TracedProcess process = tracee.Process;
        if (!process.IsStopped)
        {
            process.IsStopped = true;
            Send(new TraceEvent.Stopped(_now, process.Key, stop.StopSignal));
        }

        if (_detaching)
        {
            Leave(tracee, stop);
            return;
        }

        tracee.Listening = true;
        stop.Listen();
    }

    private void OnContinued(Tracee tracee)
    {
        tracee.Listening = false;
        if (tracee.Process.IsStopped)
        {
            tracee.Process.IsStopped = false;
            Send(new TraceEvent.Continued(_now, tracee.Process.Key));
        }
    }

    private void OnEnd(Tracee tracee, in TraceStatus status)
    {
        TracedProcess process = tracee.Process;
        Forget(tracee);
        if (tracee.Id != process.Key.Pid)
        {
            Send(new TraceEvent.ThreadEnded(_now, process.Key, tracee.Id));
        }
        else
        {
            Send(new TraceEvent.Exited(_now, process.Key, status.End, status.Usage));
            OnOrphans(process);
        }

        AdoptLost(ask: false);
    }

    private void OnOrphans(TracedProcess parent)
    {
        foreach (TracedProcess child in parent.Children)
        {
            child.Parent = null;
            if (ProcessStat.TryRead(child.Key.Pid, out ProcessStat stat))
            {
                Send(new TraceEvent.Reparented(_now, child.Key, stat.ParentPid));
                if (_processes.TryGetValue(stat.ParentPid, out TracedProcess? taker))
                {
                    child.Parent = taker;
                    taker.Children.Add(child);
                }
            }
        }

        parent.Children.Clear();
    }

    /// <summary>Takes in children whose maker was killed before it could report them.</summary>
    /// <remarks>
    /// The parent that the kernel names is the maker, or who is given orphans. Who has made a child says so before anything else is heard of it; so the
    /// parent is stopped once, and what it has not reported by then is an orphan.
    /// </remarks>
    /// <param name="ask">Whether to stop the parents: not while the tracer has something else to do, which mostly is the report that is missing.</param>
    private void AdoptLost(bool ask)
    {
        foreach ((int thread, EarlyStop early) in _early.ToArray())
        {
            bool wasAsked = early.IsAsked;
            early.IsAsked |= ask;
            if (!ProcessStat.TryReadThread(thread, out int process, out int parent))
            {
                continue;
            }

            bool isThread = process != thread;
            if (_processes.TryGetValue(isThread ? process : parent, out TracedProcess? maker) && (isThread || !early.IsAsked || IsAsked(maker, ask: !wasAsked)))
            {
                continue;
            }

            _early.Remove(thread);
            TracedProcess made = AddProcess(process, parent: null);
            MarkBySession(made);
            AddTracee(thread, made);
            Send(new TraceEvent.Started(_now, made.Key, null, StartKind.Fork, CloneFlags.None, 0));
            ReadPermissions(made, "start");
            Handle(early.Status);
        }
    }

    /// <returns>Whether anything of it is still to be heard of; what stands still or is ending has nothing to report.</returns>
    private bool IsAsked(TracedProcess maker, bool ask)
    {
        bool isAsked = false;
        foreach (Tracee tracee in _tracees.Values.Where(tracee => tracee.Process == maker && !tracee.Listening && tracee.Kept is null))
        {
            if (ProcessStat.TryRead(tracee.Id, out ProcessStat stat) && stat.IsEnding)
            {
                // The init of a PID namespace waits in its end for everything in there.
                tracee.IsAsked = false;
            }
            else if (ask)
            {
                tracee.IsAsked = true;
                Ptrace.Interrupt(tracee.Id);
            }

            isAsked |= tracee.IsAsked;
        }

        return isAsked;
    }

    private void AttachTrees(IReadOnlyCollection<int> roots)
    {
        Queue<(int Pid, TracedProcess? Parent)> waiting = new(roots.Select(static pid => (pid, (TracedProcess?)null)));
        while (waiting.TryDequeue(out (int Pid, TracedProcess? Parent) next))
        {
            if (!_processes.TryGetValue(next.Pid, out TracedProcess? process) && !TryAttach(next.Pid, next.Parent, roots.Contains(next.Pid), out process))
            {
                continue;
            }

            foreach (int child in ProcessStat.ChildrenOf(next.Pid))
            {
                waiting.Enqueue((child, process));
            }
        }
    }

    private bool TryAttach(int pid, TracedProcess? parent, bool required, out TracedProcess? attached)
    {
        attached = null;
        TracedProcess process = new(new ProcessKey(pid, _now), parent);
        bool any = false;

        // Threads that come meanwhile are found by looking again until a look finds none; those made by an attached one attach themselves.
        for (bool found = true; found;)
        {
            found = false;
            foreach (int thread in ProcessStat.ThreadsOf(pid))
            {
                if (_tracees.ContainsKey(thread))
                {
                    continue;
                }

                Errno errno = Ptrace.Seize(thread, Options);
                if (errno == Errno.None)
                {
                    if (!any)
                    {
                        any = true;
                        attached = AddProcess(pid, parent);
                        process = attached;
                        Send(new TraceEvent.Started(_now, process.Key, parent?.Key, StartKind.Attached, CloneFlags.None, 0));
                    }

                    AddTracee(thread, process).HasStopped = true;
                    if (thread != pid)
                    {
                        Send(new TraceEvent.ThreadStarted(_now, process.Key, thread));
                    }

                    found = true;
                }
                else if (!any && required)
                {
                    throw TraceRefusedException.Of(pid, errno);
                }
                else if (!any)
                {
                    Send(new TraceEvent.Note(_now, TraceRefusedException.Of(pid, errno).Message));
                    return false;
                }
            }
        }

        if (!any)
        {
            return required ? throw TraceRefusedException.Of(pid, Errno.ESRCH) : false;
        }

        if (_calls == CallTracing.Step)
        {
            // A running thread takes up stepping only from a stop.
            foreach (Tracee tracee in _tracees.Values.Where(tracee => tracee.Process == process))
            {
                Ptrace.Interrupt(tracee.Id);
            }
        }

        Send(new TraceEvent.Executed(_now, process.Key, pid, _images.Running(pid), Snapshot: true));
        ReadPermissions(process, "start");
        process.IsNested = process.Permissions?.Credentials.InnerPid > 0;
        return true;
    }

    private void ReadPermissions(TracedProcess process, string cause)
    {
        if (_permissions.Read(process.Key.Pid, process.OwnFilters) is not { } read)
        {
            return;
        }

        // A user namespace entered anew begins with default securebits. See capabilities(7).
        int? bits = process.Permissions is { } known
            ? known.Namespaces.User == read.Namespaces.User ? known.SecureBits : 0
            : process.OwnFilters > 0 || _calls == CallTracing.Step ? CurrentProcess.SecureBits : null;
        process.Permissions = read with { SecureBits = bits };
        Send(new TraceEvent.PermissionsSeen(_now, process.Key, process.Permissions, cause));
    }

    private TracedProcess AddProcess(int pid, TracedProcess? parent)
    {
        TracedProcess process = new(new ProcessKey(pid, _now), parent);
        parent?.Children.Add(process);
        _processes[pid] = process;
        if (process.Injected != 0 && _injected.TryGetValue(process.Injected, out HashSet<int>? made))
        {
            made.Add(pid);
        }

        if (_killing)
        {
            Signals.Send(pid, (int)SignalNumbers.SIGKILL);
        }

        return process;
    }

    private Tracee AddTracee(int thread, TracedProcess process)
    {
        Tracee tracee = new(thread, process);
        _tracees[thread] = tracee;
        process.Threads++;
        return tracee;
    }

    private void Forget(Tracee tracee)
    {
        _tracees.Remove(tracee.Id);
        TracedProcess process = tracee.Process;
        process.Threads--;
        if (process.Threads == 0 || tracee.Id == process.Key.Pid)
        {
            if (!_detaching || process.Threads == 0)
            {
                _processes.Remove(process.Key.Pid);
                process.Parent?.Children.Remove(process);
            }
        }
    }

    private void ForgetAll()
    {
        foreach (TracedProcess process in _processes.Values)
        {
            Send(new TraceEvent.Exited(_now, process.Key, null, default));
        }

        _tracees.Clear();
        _processes.Clear();
        _early.Clear();
    }

    private void Send(TraceEvent happened) => _events.Add(happened);

    /// <summary>The stop of a child that nobody has reported yet.</summary>
    private sealed class EarlyStop(TraceStatus status)
    {
        internal TraceStatus Status { get; } = status;

        /// <summary>Whether its parent is asked already.</summary>
        internal bool IsAsked { get; set; }
    }

    /// <summary>Something to do on the tracer's thread.</summary>
    private sealed class Command(Action action)
    {
        private readonly Action _action = action;

        internal ManualResetEventSlim Taken { get; } = new();

        internal ManualResetEventSlim Done { get; } = new();

        internal System.Runtime.ExceptionServices.ExceptionDispatchInfo? Fault { get; private set; }

        internal void Execute()
        {
            Taken.Set();
            try
            {
                _action();
            }
            catch (Exception fault)
            {
                // It belongs to whoever sent the command.
                Fault = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(fault);
            }

            Done.Set();
        }
    }
}
