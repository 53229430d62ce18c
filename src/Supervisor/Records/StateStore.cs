using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Linux;

namespace Helios.Supervisor;

/// <summary>What the supervisor remembers beyond its process: the fleet and every container, in a directory of its own. See docs/survival.md.</summary>
/// <remarks>
/// Whoever changes something puts its record here and goes on; one thread writes what is the newest of each, another sees to it that it reaches the disk.
/// What cannot be written is reported once, and tried again at the next change and every few seconds; supervision goes on.
/// </remarks>
public sealed class StateStore : IDisposable
{
    private const string LockName = "lock";
    private const string FleetName = "fleet";

    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(5);

    // So that a storm of changes costs a disk few turns.
    private static readonly TimeSpan s_betweenSyncs = TimeSpan.FromMilliseconds(100);

    private readonly string _directory;
    private readonly Action<string> _warn;
    private readonly RecordFiles _fleetFiles;
    private readonly RecordFiles _containerFiles;
    private readonly FileLock? _lock;
    private readonly Lock _gate = new();
    private readonly Dictionary<ContainerId, Change> _changes = [];
    private readonly Dictionary<ContainerId, string> _owners = [];
    private readonly HashSet<string> _unsynced = new(StringComparer.Ordinal);
    private readonly Thread? _writer;
    private readonly Thread? _syncer;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly SemaphoreSlim _wakeSync = new(0);
    private readonly ManualResetEventSlim _ending = new();
    private FleetRecord? _fleetChange;
    private bool _namesUnsynced;
    private bool _ends;
    private bool _fails;
    private bool _diskFails;
    private long _put;
    private long _written;
    private TaskCompletionSource _progress = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private StateStore(string directory, Action<string> warn, FileLock? taken, bool writes, bool hasThreads)
    {
        _directory = directory;
        _warn = warn;
        _lock = taken;
        _fleetFiles = new RecordFiles(directory);
        _containerFiles = new RecordFiles(Path.Join(directory, RecordFiles.ContainersDirectory));
        Writes = writes;
        if (hasThreads && writes)
        {
            _writer = new Thread(WriteOn) { IsBackground = true, Name = "helios state" };
            _syncer = new Thread(SyncOn) { IsBackground = true, Name = "helios state disk" };
        }
    }

    /// <summary>What was read; the supervisor takes it when it resumes.</summary>
    internal FleetRecord Fleet { get; private set; } = FleetRecord.Empty;

    internal ImmutableArray<ContainerRecord> Containers { get; private set; } = [];

    /// <summary>Whether changes are kept.</summary>
    internal bool Writes { get; }

    /// <summary>Called before each step of writing; see <see cref="RecordFiles.Before"/>.</summary>
    internal Action<string, string>? Before
    {
        set => _fleetFiles.Before = _containerFiles.Before = value;
    }

    /// <summary>Opens a directory and reads what is in it. A directory that cannot be used is a warning, not a failure: better to supervise without a memory.</summary>
    /// <param name="directory">An absolute path; made when missing, refused when others may use it.</param>
    /// <param name="warn">Gets one line for each thing that is wrong.</param>
    public static StateStore Open(string directory, Action<string> warn) => Open(directory, warn, hasThreads: true);

    internal static StateStore Open(string directory, Action<string> warn, bool hasThreads)
    {
        ArgumentNullException.ThrowIfNull(warn);
        FileLock? taken = null;
        bool writes = true;
        try
        {
            OwnDirectory.Make(directory);
            taken = FileLock.TryTake(Path.Join(directory, LockName));
            if (taken is null)
            {
                warn($"state directory {directory}: another daemon has it; what is here is not remembered over a restart: name another with --state-dir");
                return new StateStore(directory, warn, null, writes: false, hasThreads);
            }
        }
        catch (SyscallException fault) when (fault.Errno is Errno.EROFS or Errno.ENOSPC or Errno.EDQUOT && Directory.Exists(directory))
        {
            writes = fault.Errno != Errno.EROFS;
            warn($"state directory {directory}: {fault.Errno.Text()}; what changes is not remembered over a restart: make room there or name another with --state-dir");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            warn($"state directory {Reason.At(directory, fault)}; nothing is remembered over a restart: mend it or name another with --state-dir");
            return new StateStore(directory, warn, null, writes: false, hasThreads);
        }

        StateStore store = new(directory, warn, taken, writes, hasThreads);
        store.Read();
        store._writer?.Start();
        store._syncer?.Start();
        return store;
    }

    /// <summary>Removes every record. Returns how many containers were remembered.</summary>
    /// <exception cref="IOException">They cannot be removed.</exception>
    public int Forget()
    {
        if (!Writes)
        {
            throw new ReasonException($"state directory {_directory} cannot be changed");
        }

        int count = Containers.Length;
        foreach (string name in NamesIn(Path.Join(_directory, RecordFiles.ContainersDirectory)))
        {
            _containerFiles.Remove(name);
        }

        _fleetFiles.Remove(FleetName);
        Containers = [];
        Fleet = FleetRecord.Empty;
        return count;
    }

    /// <summary>Ends when everything that was put before is written, or could not be: it then survives the end of this process, not yet that of the machine.</summary>
    public Task WrittenAsync()
    {
        long until;
        lock (_gate)
        {
            until = _put;
            if (_written >= until || _writer is null)
            {
                return Task.CompletedTask;
            }
        }

        return WrittenAsync(until);
    }

    /// <summary>Writes what is left.</summary>
    public void Dispose()
    {
        if (_ending.IsSet)
        {
            return;
        }

        lock (_gate)
        {
            _ends = true;
        }

        _ending.Set();
        _wake.Release();
        _wakeSync.Release();
        _writer?.Join();
        _syncer?.Join();
        SyncWritten();

        _lock?.Dispose();
        _wake.Dispose();
        _wakeSync.Dispose();
    }

    /// <summary>Gives up without writing anything, as a process that is killed.</summary>
    internal void Abandon()
    {
        lock (_gate)
        {
            _ends = true;
            _changes.Clear();
            _fleetChange = null;
        }

        Dispose();
    }

    internal void Put(ContainerRecord record)
    {
        lock (_gate)
        {
            _owners[record.Id] = record.Actor;
            _changes[record.Id] = new Change(record);
        }

        Changed();
    }

    /// <summary>Forgets a container, unless another of its name has come since.</summary>
    internal void Drop(ContainerId id, string actor)
    {
        lock (_gate)
        {
            if (_owners.GetValueOrDefault(id, actor) != actor)
            {
                return;
            }

            _owners.Remove(id);
            _changes[id] = new Change(null);
        }

        Changed();
    }

    internal void Put(FleetRecord record)
    {
        lock (_gate)
        {
            _fleetChange = record;
        }

        Changed();
    }

    private static IEnumerable<string> NamesIn(string directory)
        => Directory.Exists(directory) ? [.. Directory.EnumerateFiles(directory).Select(static path => Path.GetFileNameWithoutExtension(path)).Distinct(StringComparer.Ordinal)] : [];

    private async Task WrittenAsync(long until)
    {
        while (true)
        {
            Task progress;
            lock (_gate)
            {
                if (_written >= until)
                {
                    return;
                }

                progress = _progress.Task;
            }

            await progress.ConfigureAwait(false);
        }
    }

    private void Changed()
    {
        lock (_gate)
        {
            _put++;
            if (_ends)
            {
                return;
            }
        }

        if (!Writes)
        {
            return;
        }

        if (_writer is null)
        {
            Write();
        }
        else if (_wake.CurrentCount == 0)
        {
            _wake.Release();
        }
    }

    private void Read()
    {
        try
        {
            ImmutableArray<ContainerRecord>.Builder containers = ImmutableArray.CreateBuilder<ContainerRecord>();
            foreach ((string name, byte[] bytes) in _containerFiles.Read(Passed))
            {
                if (Parse(name, bytes, ContainerDocument.Read) is { } record)
                {
                    containers.Add(record);
                }
            }

            Containers = containers.DrainToImmutable();
            foreach ((string name, byte[] bytes) in _fleetFiles.Read(Passed))
            {
                if (name == FleetName)
                {
                    Fleet = Parse(name, bytes, FleetRecordDocument.Read) ?? FleetRecord.Empty;
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _warn($"state directory {Reason.At(_directory, fault)}; what was remembered there is not used");
        }

        void Passed(string fault) => _warn($"state: {fault}; it is passed over");
    }

    private T? Parse<T>(string name, byte[] bytes, Func<Hocon.HoconObject, T> read)
        where T : class
    {
        try
        {
            return read(MessagePackFleet.Read(bytes, name));
        }
        catch (FleetFileException faults)
        {
            _warn($"state: what is remembered of {name} makes no sense ({faults.Lines[0]}); it is passed over");
        }
        catch (FormatException fault)
        {
            _warn($"state: what is remembered of {name} makes no sense ({fault.Message}); it is passed over");
        }

        return null;
    }

    private void WriteOn()
    {
        while (true)
        {
            bool ends;
            bool fails;
            lock (_gate)
            {
                (ends, fails) = (_ends, _fails);
            }

            if (!ends)
            {
                _wake.Wait(fails ? s_again : Timeout.InfiniteTimeSpan);
            }

            Write();
            _wakeSync.Release();
            if (ends)
            {
                return;
            }
        }
    }

    private void SyncOn()
    {
        while (true)
        {
            _wakeSync.Wait();
            SyncWritten();
            lock (_gate)
            {
                if (_ends)
                {
                    return;
                }
            }

            _ending.Wait(s_betweenSyncs);
        }
    }

    private void Write()
    {
        Dictionary<ContainerId, Change> changes;
        FleetRecord? fleet;
        long put;
        lock (_gate)
        {
            changes = new(_changes);
            fleet = _fleetChange;
            _changes.Clear();
            _fleetChange = null;
            put = _put;
        }

        string? failure = null;

        // The fleet first: a container without its fleet is one too many, a fleet without a container starts it anew.
        if (fleet is not null && TryWrite(_fleetFiles, FleetName, () => FleetRecordDocument.Write(fleet), ref failure) is false)
        {
            lock (_gate)
            {
                _fleetChange ??= fleet;
            }
        }

        foreach ((ContainerId id, Change change) in changes)
        {
            if (TryWrite(_containerFiles, id.ToString(), change.Record is { } record ? () => ContainerDocument.Write(record) : null, ref failure) is false)
            {
                lock (_gate)
                {
                    _changes.TryAdd(id, change);
                }
            }
        }

        TaskCompletionSource progress;
        lock (_gate)
        {
            _written = put;
            progress = _progress;
            _progress = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        progress.SetResult();
        if (fleet is not null || changes.Count > 0)
        {
            Report(ref _fails, failure);
        }
    }

    private bool TryWrite(RecordFiles files, string name, Func<Hocon.HoconObject>? write, ref string? failure)
    {
        try
        {
            if (write is null)
            {
                files.Remove(name);
            }
            else
            {
                files.Make();
                files.Write(name, MessagePackFleet.Write(write()));
            }

            lock (_gate)
            {
                _namesUnsynced = true;
                if (write is not null)
                {
                    _unsynced.Add(files == _fleetFiles ? "" : name);
                }
            }

            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            failure ??= Reason.At(_directory, fault);
            return false;
        }
    }

    private void SyncWritten()
    {
        string[] names;
        bool namesChanged;
        lock (_gate)
        {
            names = [.. _unsynced];
            namesChanged = _namesUnsynced;
            _unsynced.Clear();
            _namesUnsynced = false;
        }

        string? failure = null;
        try
        {
            foreach (string name in names)
            {
                if (name.Length == 0)
                {
                    _fleetFiles.Sync(FleetName);
                }
                else
                {
                    _containerFiles.Sync(name);
                }
            }

            if (namesChanged)
            {
                _fleetFiles.SyncNames();
                if (Directory.Exists(Path.Join(_directory, RecordFiles.ContainersDirectory)))
                {
                    _containerFiles.SyncNames();
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            failure = Reason.At(_directory, fault);
        }

        if (names.Length > 0 || failure is not null)
        {
            Report(ref _diskFails, failure);
        }
    }

    private void Report(ref bool fails, string? failure)
    {
        bool tells;
        lock (_gate)
        {
            tells = failure is not null != fails;
            fails = failure is not null;
        }

        if (tells)
        {
            _warn(failure is null
                ? $"state directory {_directory}: it is written again"
                : $"state directory: {failure}; what changes now is not remembered over a restart: make room there or name another with --state-dir");
        }
    }

    private readonly record struct Change(ContainerRecord? Record);
}
