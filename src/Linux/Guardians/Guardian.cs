namespace Helios.Linux;

/// <summary>A process of some kilobytes beside this one that kills control groups when this process is gone, however it went.</summary>
/// <remarks>
/// A parent-death signal is not enough: it comes too late for a child that is killed before it asks for it, a program may clear it, a change of user clears
/// it, and only one process gets it. The guardian waits at a socket whose only other end is here. Any thread may hold and release.
/// </remarks>
public sealed class Guardian : IDisposable
{
    /// <summary>How many groups it can hold.</summary>
    public const int MaxGroups = 0x10000;

    private const string Name = "helios-guardian";
    private const int SocketNumber = 3;
    private const int SetMask = 2;

    // Null where sysctl vm.memfd_noexec is 2: there is no guardian then.
    private static readonly Lazy<MemoryFile?> s_program = new(static () => MemoryFile.TryCreateProgram(Name, StaticProgram.Of(GuardianX64.Code, [])));

    private readonly Lock _gate = new();
    private readonly Dictionary<int, CgroupDirectory> _held = [];
    private readonly Stack<int> _free = [];
    private int _used;
    private UnixSocket? _link;
    private SpawnedProcess? _process;

    /// <summary>Its pid; 0 before the first group is held.</summary>
    public int ProcessId
    {
        get
        {
            lock (_gate)
            {
                return _process?.Pid ?? 0;
            }
        }
    }

    /// <summary>From now on the group's processes do not outlive this one. Starts the guardian when it does not run.</summary>
    /// <returns>What <see cref="Release"/> takes; null where the kernel has no cgroup.kill (before 5.14) or no memory file may be executed.</returns>
    /// <exception cref="SyscallException">The guardian cannot be started or reached.</exception>
    public int? Hold(CgroupDirectory group)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (s_program.Value is null || !KernelFile.Exists(KillFile(group)))
        {
            return null;
        }

        lock (_gate)
        {
            int slot = _free.TryPop(out int free) ? free : _used < MaxGroups ? _used++ : throw new ReasonException($"the guardian holds at most {MaxGroups} control groups");
            _held[slot] = group;
            try
            {
                Tell(slot, group);
                return slot;
            }
            catch
            {
                _held.Remove(slot);
                _free.Push(slot);
                throw;
            }
        }
    }

    /// <summary>The group is empty, or its processes may outlive this one.</summary>
    public void Release(int slot)
    {
        lock (_gate)
        {
            if (!_held.Remove(slot))
            {
                return;
            }

            _free.Push(slot);
            try
            {
                _link?.Send(BitConverter.GetBytes(slot));
            }
            catch (SyscallException)
            {
                // It is gone, and nothing is held there; the next group starts another.
            }
        }
    }

    /// <summary>Ends the guardian; it kills what is still held.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            End();
        }
    }

    private static string KillFile(CgroupDirectory group) => Path.Join(group.Path, "cgroup.kill");

    private void Tell(int slot, CgroupDirectory group)
    {
        if (_link is not null)
        {
            try
            {
                Send(slot, group);
                return;
            }
            catch (SyscallException gone) when (gone.Errno is Errno.EPIPE or Errno.ECONNRESET)
            {
                End();
            }
        }

        Start();
        foreach ((int every, CgroupDirectory one) in _held)
        {
            Send(every, one);
        }
    }

    private void Send(int slot, CgroupDirectory group)
    {
        using FileFd kill = FileFd.Open(KillFile(group), OpenFlags.O_WRONLY);
        _link!.Send(BitConverter.GetBytes(slot), kill);
    }

    private void Start()
    {
        (UnixSocket ours, UnixSocket theirs) = UnixSocket.CreatePair();
        try
        {
            using (theirs)
            using (FileFd nothing = FileFd.Open("/dev/null", OpenFlags.O_RDWR))
            using (Launcher launcher = Launcher.OnCallersThread())
            using (SpawnScript script = new())
            {
                script.ResetSignals();
                script.Call("begin a session", Sys.setsid);
                script.Call("enter /", Sys.chdir, script.Text("/"));
                script.PassDescriptors((nothing, 0), (nothing, 1), (nothing, 2), (theirs, SocketNumber));
                script.CloseOnExecFrom(SocketNumber + 1);

                // Nobody ends it by a signal to everything, but by SIGKILL.
                script.Call("block every signal", Sys.rt_sigprocmask, SetMask, script.Struct(ulong.MaxValue), 0, sizeof(ulong));
                script.Call($"execute {Name}", Sys.execveat, s_program.Value!, script.Text(""), script.TextArray([Name]), script.TextArray([]), OpenFlags.AT_EMPTY_PATH);
                _process = launcher.Launch(script, new SpawnRequest());
            }

            _link = ours;
        }
        catch
        {
            ours.Dispose();
            throw;
        }
    }

    private void End()
    {
        _link?.Dispose();
        _link = null;
        if (_process is { } process)
        {
            // End-of-file is its end; who started it reaps it.
            process.Wait();
            process.Dispose();
            _process = null;
        }
    }
}
