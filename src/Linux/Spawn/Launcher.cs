using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>Makes processes: one dedicated thread that runs clone3 with a spawn script. Thread-safe; launches of one launcher queue up.</summary>
/// <remarks>
/// <para>The constraints. No managed code may run in a forked child. A child that shares our memory must be a vfork child, so the thread that
/// makes it sleeps until exec. The caller meanwhile may have work to do on the child: id maps, cgroups, network.</para>
/// <para>Hence a thread that does nothing else. It waits on a futex for work, runs the stub (an ordinary P/Invoke, so the garbage
/// collector never waits for it) and wakes the caller. A held child wakes the caller itself, once it runs; the kernel has
/// stored its pid and pidfd by then. Failures come back through a MAP_SHARED page: no pipe that a script could close by
/// accident, and nothing to read when all went well. The thread lives as long as the launcher, so PR_SET_PDEATHSIG, which
/// follows the thread, means the launcher's end.</para>
/// <para>The child's exit signal is 0 until it calls exec, which sets it to SIGCHLD; it is waited for by pidfd only.</para>
/// </remarks>
public sealed unsafe partial class Launcher : IDisposable
{
    private const int StackBytes = 256 * 1024;
    private const ulong EverySignal = ulong.MaxValue;

    private readonly Lock _gate = new();
    private readonly Thread? _thread;
    private readonly SpawnPage* _page;
    private readonly SpawnCall* _call;
    private long _result;
    private bool _stopping;

    /// <summary>Starts the thread.</summary>
    /// <exception cref="PlatformNotSupportedException">Not x86-64 Linux.</exception>
    public Launcher()
        : this(ownThread: true)
    {
    }

    private Launcher(bool ownThread)
    {
        SpawnStub.Prepare();
        nint page = Libc.mmap(0, Environment.SystemPageSize, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_SHARED | Libc.MAP_ANONYMOUS, -1, 0);
        if (page == -1)
        {
            SyscallException.ThrowLast("mmap", "launcher page");
        }

        // Sound because both live until Dispose has joined the only thread that runs the stub, and no launch is under way then.
        _page = (SpawnPage*)page;
        _call = (SpawnCall*)NativeMemory.AllocZeroed((nuint)sizeof(SpawnCall));
        if (ownThread)
        {
            _thread = new Thread(Serve, StackBytes) { IsBackground = true, Name = "helios launcher" };
            _thread.Start();
        }
    }

    /// <summary>
    /// A launcher without a thread of its own: the caller's sleeps until exec, which spares two switches between threads. It cannot hold a child,
    /// and PR_SET_PDEATHSIG would mean the end of the calling thread.
    /// </summary>
    /// <inheritdoc cref="Launcher()"/>
    public static Launcher OnCallersThread() => new(ownThread: false);

    /// <summary>Makes a child that runs the script. Returns when it has called exec, or has ended after its last record.</summary>
    /// <param name="script">What the child does. It must not change during the call; a second launch of the same script waits for the first.</param>
    /// <param name="request">Namespaces, cgroup, memory.</param>
    /// <param name="prepare">
    /// Runs on the calling thread while the child waits at its holds; holds that it does not release are released when it returns.
    /// When it throws, the child is killed and reaped and the exception passes on, unless the child had failed by itself before:
    /// then that failure is thrown with the exception inside.
    /// </param>
    /// <exception cref="SpawnException">clone3 or a step failed; the child has been reaped.</exception>
    /// <exception cref="ArgumentException">A script that joins namespaces with shared memory; a <paramref name="prepare"/> without a hold in the script.</exception>
    public SpawnedProcess Launch(SpawnScript script, in SpawnRequest request, Action<HeldProcess>? prepare = null)
    {
        ArgumentNullException.ThrowIfNull(script);
        if (request.ShareMemory && !request.ThroughGate && script.JoinsNamespaces && (request.Flags & CloneFlags.NewPid) == 0)
        {
            throw new ArgumentException("a script that joins namespaces needs ShareMemory = false: processes there could trace this one's memory");
        }

        if (prepare is not null && _thread is null)
        {
            throw new ArgumentException("a launch with a prepare action needs a launcher with a thread of its own");
        }

        if (prepare is not null && script.HoldCount == 0)
        {
            throw new ArgumentException("a launch with a prepare action needs a hold in its script");
        }

        bool added = false;
        CgroupDirectory? cgroup = request.IntoCgroup;
        try
        {
            cgroup?.DangerousAddRef(ref added);
            lock (script.LaunchGate)
            {
                if (request.ThroughGate)
                {
                    return LaunchThroughGate(script, request, prepare);
                }

                lock (_gate)
                {
                    ObjectDisposedException.ThrowIf(_stopping, this);
                    return prepare is null ? LaunchFree(script, request) : LaunchHeld(script, request, prepare);
                }
            }
        }
        finally
        {
            if (added)
            {
                cgroup!.DangerousRelease();
            }
        }
    }

    /// <summary>Waits for a launch under way and ends the thread. Processes live on.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_stopping)
            {
                return;
            }

            _stopping = true;
            if (_thread is not null)
            {
                Post();
                _thread.Join();
            }

            NativeMemory.Free(_call);
            SyscallException.Check(Libc.munmap((nint)_page, Environment.SystemPageSize), "munmap");
        }
    }

    private SpawnedProcess LaunchFree(SpawnScript script, in SpawnRequest request)
    {
        Begin(script.Seal(pipe: null), request, announce: false);
        AwaitDone();
        ThrowIfNotCloned(request);
        return Finish(script, new SpawnedProcess(_call->Pid, new PidFd(_call->PidFd)), *_page, fault: null);
    }

    private SpawnedProcess LaunchHeld(SpawnScript script, in SpawnRequest request, Action<HeldProcess> prepare)
    {
        SynchronizationPipe pipe;
        lock (SynchronizationPipe.CloneGate)
        {
            pipe = new SynchronizationPipe();
            try
            {
                Begin(script.Seal(pipe), request, announce: true);
            }
            catch
            {
                pipe.Dispose();
                throw;
            }

            AwaitChange(SpawnPage.Cloning);
        }

        SpawnedProcess child;
        Exception? fault = null;
        using (pipe)
        {
            if (Volatile.Read(ref _page->Phase) == SpawnPage.Done)
            {
                ThrowIfNotCloned(request);
            }

            child = new SpawnedProcess(_call->Pid, new PidFd(_call->PidFd));
            pipe.CloseRead();
            HeldProcess held = new(child.Pid, child.PidFd, pipe, script.HoldCount);
            try
            {
                prepare(held);
                held.ReleaseAll();
            }
            catch (Exception exception)
            {
                // Whatever it is, the child must not run on; it is thrown again below.
                fault = exception;
            }
        }

        // The pipe is closed now: a child at a hold reads end-of-file. One that is busy elsewhere is killed, except when it has a child
        // of its own to report, which reads the same end-of-file.
        if (fault is not null && !script.HasNestedClone)
        {
            child.PidFd.TrySignal((int)SignalNumbers.SIGKILL);
        }

        AwaitDone();
        return Finish(script, child, *_page, fault);
    }

    private void Begin(SealedScript memory, in SpawnRequest request, bool announce)
    {
        ulong flags = (ulong)request.Flags | Libc.CLONE_VFORK | Libc.CLONE_PIDFD | Libc.CLONE_PARENT_SETTID | Libc.CLONE_CLEAR_SIGHAND;
        flags |= request.ShareMemory ? Libc.CLONE_VM : 0;
        flags |= request.IntoCgroup is not null ? Libc.CLONE_INTO_CGROUP : 0;

        *_call = new SpawnCall
        {
            First = memory.Records,
            End = memory.End,
            Page = _page,
            AllSignals = EverySignal,
            Announce = announce ? 1 : 0,
            Clone = new Libc.clone_args
            {
                flags = flags,
                pidfd = (ulong)&_call->PidFd,
                parent_tid = (ulong)&_call->Pid,
                cgroup = (ulong)(request.IntoCgroup?.Number ?? 0),
            },
        };
        _page->Outcome = SpawnPage.NoFailure;
        _page->Index = 0;
        _page->Value = 0;
        _page->NestedPid = 0;
        Volatile.Write(ref _page->Phase, SpawnPage.Cloning);
        if (_thread is null)
        {
            Run();
        }
        else
        {
            Post();
        }
    }

    private void Run()
    {
        _result = SpawnStub.Run(_call);
        Volatile.Write(ref _page->Phase, SpawnPage.Done);
    }

    /// <summary>Turns what the page says into a running process or an exception. The child has called exec or ended.</summary>
    private static SpawnedProcess Finish(SpawnScript script, SpawnedProcess child, in SpawnPage page, Exception? fault)
    {
        SpawnedProcess process = child;
        if (page.NestedPid > 0)
        {
            // Our child too (CLONE_PARENT) and not waited for, so the number is still its own.
            int pid = (int)page.NestedPid;
            process = new SpawnedProcess(pid, PidFd.Open(pid));
            child.Wait();
            child.Dispose();
        }

        SpawnFailure? failure = script.FailureOf(page);

        // A child that we told to die, by end-of-file or by signal, has not failed by itself.
        bool obeyed = fault is not null && (failure is null or SpawnFailure.Killed || script.IsHoldRead((int)page.Index));
        if (failure is null && fault is null)
        {
            return process;
        }

        using (process)
        {
            if (failure is null)
            {
                process.PidFd.TrySignal((int)SignalNumbers.SIGKILL);
            }

            WaitStatus end = process.Wait();
            if (obeyed)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(fault!);
            }

            throw script.ExceptionOf(failure!.Value, page, end, fault);
        }
    }

    private void ThrowIfNotCloned(in SpawnRequest request)
    {
        if (_result >= 0)
        {
            return;
        }

        string step = "clone3";
        if (request.Flags != CloneFlags.None)
        {
            step += $" with {request.Flags}";
        }

        if (request.IntoCgroup is { } cgroup)
        {
            step += $" into cgroup {cgroup.Path}";
        }

        throw new SpawnException(SpawnFailure.Errno, step, SpawnException.CloneIndex, Sys.clone3, -_result, end: null, inner: null);
    }

    private void AwaitDone()
    {
        AwaitChange(SpawnPage.Cloning);
        AwaitChange(SpawnPage.Running);
    }

    private void AwaitChange(uint phase)
    {
        while (Volatile.Read(ref _page->Phase) == phase)
        {
            Futex.Wait((nint)(&_page->Phase), phase, Timeout.InfiniteTimeSpan);
        }
    }

    private void Post()
    {
        Volatile.Write(ref _page->Work, _page->Work + 1);
        Futex.Wake((nint)(&_page->Work));
    }

    private void Serve()
    {
        uint seen = 0;
        while (true)
        {
            while (Volatile.Read(ref _page->Work) == seen)
            {
                Futex.Wait((nint)(&_page->Work), seen, Timeout.InfiniteTimeSpan);
            }

            seen++;
            if (_stopping)
            {
                return;
            }

            Run();
            Futex.Wake((nint)(&_page->Phase));
        }
    }
}
