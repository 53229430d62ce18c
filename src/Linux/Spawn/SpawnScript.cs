using System.Runtime.InteropServices;
using System.Text;

namespace Helios.Linux;

/// <summary>What a child does between clone3 and execve: a list of system calls with their arguments, built and checked by the parent.</summary>
/// <remarks>
/// .NET cannot fork, so no managed code runs in the child: a stub of machine code walks this list (docs/adr/0001-child-is-data.md).
/// Strings and structs lie in the script's arena. A call's result can be an argument of later calls. The first call that fails ends
/// the child, and the launch throws a <see cref="SpawnException"/> with that call's label.
/// The last record is normally execve; a list that runs off its end exits with code 0.
/// A script can be launched any number of times, one at a time. Building is for one thread.
/// </remarks>
public sealed class SpawnScript : IDisposable
{
    private const int Alignment = 8;

    private readonly List<Entry> _entries = [];
    private readonly List<Relocation> _relocations = [];
    private readonly List<SafeFd> _descriptors = [];
    private readonly List<int> _holdReads = [];
    private readonly SortedSet<int> _inherited = [];
    private byte[] _arena = new byte[1024];
    private int _arenaLength;
    private int _holdClose = -1;
    private SealedScript? _sealed;
    private bool _disposed;

    /// <summary>How many records there are.</summary>
    public int Count => _entries.Count;

    /// <summary>The records, for printing.</summary>
    public IReadOnlyList<SpawnRecordView> Records
    {
        get
        {
            SpawnRecordView[] views = new SpawnRecordView[_entries.Count];
            for (int i = 0; i < views.Length; i++)
            {
                views[i] = new SpawnRecordView(i, _entries[i].Label, _entries[i].Number, SpawnListing.Describe(this, i));
            }

            return views;
        }
    }

    internal int HoldCount => _holdReads.Count;

    /// <summary>Whether it enters namespaces of other processes, who could then see the child.</summary>
    internal bool JoinsNamespaces { get; private set; }

    /// <summary>Whether the payload is a grandchild.</summary>
    internal bool HasNestedClone { get; private set; }

    /// <summary>The descriptors that its calls name: through the gate they go on to the child, and no others.</summary>
    internal IEnumerable<int> Inherited => _inherited.Concat(_descriptors.Select(static descriptor => descriptor.Number));

    /// <summary>Held while the script is being launched.</summary>
    internal Lock LaunchGate { get; } = new();

    /// <summary>Appends a call; any errno is a failure.</summary>
    /// <param name="label">The step in words, as errors name it: <c>mount proc on /proc</c>.</param>
    /// <param name="call">Which.</param>
    /// <param name="arguments">At most six.</param>
    public SpawnResult Call(string label, Sys call, params ReadOnlySpan<SpawnArgument> arguments)
        => Call(label, default, call, arguments);

    /// <summary>Appends a call with a rule of its own for its result.</summary>
    /// <inheritdoc cref="Call(string, Sys, ReadOnlySpan{SpawnArgument})"/>
    public SpawnResult Call(string label, SpawnRule rule, Sys call, params ReadOnlySpan<SpawnArgument> arguments)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        ArgumentOutOfRangeException.ThrowIfNegative((long)call);
        if (arguments.Length > 6)
        {
            throw new ArgumentException($"'{label}' has {arguments.Length} arguments; a system call has at most six");
        }

        JoinsNamespaces |= call == Sys.setns;
        HasNestedClone |= rule.ExitIfPositive;
        return Append(label, rule, call, arguments);
    }

    /// <summary>Tells of a descriptor that calls name by its number alone. Whoever calls keeps it open until the launch is done.</summary>
    public void Inherit(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        _inherited.Add(number);
    }

    /// <summary>A NUL-terminated UTF-8 string.</summary>
    /// <exception cref="ArgumentException">The text contains a NUL.</exception>
    public SpawnArgument Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("a string with a NUL in it cannot be passed to the kernel");
        }

        int length = Encoding.UTF8.GetByteCount(text);
        int offset = Allocate(length + 1);
        Encoding.UTF8.GetBytes(text, _arena.AsSpan(offset, length));
        return SpawnArgument.Arena(offset, SpawnListing.Quote(text));
    }

    /// <summary>A copy of some bytes, aligned to eight.</summary>
    public SpawnArgument Bytes(ReadOnlySpan<byte> bytes)
    {
        int offset = Allocate(bytes.Length);
        bytes.CopyTo(_arena.AsSpan(offset));
        return SpawnArgument.Arena(offset, $"{{{bytes.Length} bytes}}");
    }

    /// <summary>A copy of a struct, aligned to eight.</summary>
    public SpawnArgument Struct<T>(in T value)
        where T : unmanaged
    {
        SpawnArgument copy = Bytes(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));
        return SpawnArgument.Arena((int)copy.Value, $"{{{typeof(T).Name}}}");
    }

    /// <summary>A copy of a struct that later calls read, or that gets pointers and results put into it.</summary>
    public unsafe SpawnBuffer StructBuffer<T>(in T value)
        where T : unmanaged
    {
        SpawnArgument copy = Bytes(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));
        return new SpawnBuffer((int)copy.Value, sizeof(T));
    }

    /// <summary>A NULL-terminated array of strings, as execve takes them.</summary>
    public SpawnArgument TextArray(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        SpawnBuffer array = Reserve((texts.Count + 1) * sizeof(long));
        for (int i = 0; i < texts.Count; i++)
        {
            SetPointer(array, i * sizeof(long), Text(texts[i]));
        }

        return SpawnArgument.Arena(array.Offset, SpawnListing.QuoteAll(texts));
    }

    /// <summary>A NULL-terminated array of strings of bytes, each with its NUL, where text would lose what is not UTF-8.</summary>
    public SpawnArgument BytesArray(IReadOnlyList<byte[]> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        SpawnBuffer array = Reserve((texts.Count + 1) * sizeof(long));
        for (int i = 0; i < texts.Count; i++)
        {
            int offset = Allocate(texts[i].Length);
            texts[i].CopyTo(_arena.AsSpan(offset));
            _relocations.Add(new Relocation(array.Offset + (i * sizeof(long)), offset));
        }

        return SpawnArgument.Arena(array.Offset, $"{{{texts.Count} strings}}");
    }

    /// <summary>Appends what sets one signal to its default: an ignored one stays ignored over clone3 and exec. Before <see cref="UnblockSignals"/>.</summary>
    public void ResetSignal(int signal)
        => Append($"reset signal {signal}", default, Sys.rt_sigaction, [signal, Struct(default(Libc.kernel_sigaction)), 0, Libc.KernelSigsetBytes]);

    /// <summary>Appends what makes one signal ignored, for the payload too. Before <see cref="UnblockSignals"/>.</summary>
    public void IgnoreSignal(int signal)
        => Append(
            $"ignore signal {signal}", default, Sys.rt_sigaction, [signal, Struct(new Libc.kernel_sigaction { handler = Libc.SIG_IGN }), 0, Libc.KernelSigsetBytes]);

    /// <summary>
    /// Appends what has one signal counted in <see cref="SignalInbox.OfChildren"/> until exec, which sets it to the default. For a signal that would stop
    /// the child, and with it the thread that waits for exec. Before <see cref="UnblockSignals"/>; needs shared memory.
    /// </summary>
    public void NoteSignal(int signal)
        => Append($"note signal {signal}", default, Sys.rt_sigaction, [signal, Struct(SignalInbox.OfChildren.Action(restarts: true)), 0, Libc.KernelSigsetBytes]);

    /// <summary>Appends what unblocks all signals; those that have come since clone3 arrive here.</summary>
    public void UnblockSignals()
        => Append("unblock signals", default, Sys.rt_sigprocmask, [SpawnArgument.Named(SignalNumbers.SIG_SETMASK, "SIG_SETMASK"), Reserve(Libc.KernelSigsetBytes), 0, Libc.KernelSigsetBytes]);

    /// <summary>Zeroed bytes that calls write to and read from. They are zero again at the start of every launch.</summary>
    public SpawnBuffer Reserve(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        return new SpawnBuffer(Allocate(bytes), bytes);
    }

    /// <summary>Sets bytes of a buffer at build time.</summary>
    public void SetBytes(SpawnBuffer buffer, int offset, ReadOnlySpan<byte> bytes)
    {
        CheckInside(buffer, offset, bytes.Length);
        bytes.CopyTo(_arena.AsSpan(buffer.Offset + offset));
    }

    /// <summary>Sets eight bytes of a buffer to an address in the arena, for structs that hold pointers (msghdr, iovec, sock_fprog).</summary>
    /// <param name="buffer">Where.</param>
    /// <param name="offset">How many bytes in; a multiple of eight.</param>
    /// <param name="target">Something in the arena.</param>
    public void SetPointer(SpawnBuffer buffer, int offset, SpawnArgument target)
    {
        CheckInside(buffer, offset, sizeof(long));
        if (target.Kind != SpawnArgumentKind.Arena)
        {
            throw new ArgumentException($"{target} is not in the arena", nameof(target));
        }

        _relocations.Add(new Relocation(buffer.Offset + offset, (int)target.Value));
    }

    /// <summary>Appends a step that writes an earlier result into a buffer, for example a descriptor into the control message of a later sendmsg.</summary>
    /// <param name="result">What to store.</param>
    /// <param name="buffer">Where.</param>
    /// <param name="offset">How many bytes in.</param>
    /// <param name="bytes">How many low bytes of it: 4 for an int, 8 for a long.</param>
    public void StoreResult(SpawnResult result, SpawnBuffer buffer, int offset, int bytes = sizeof(long))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, sizeof(long));
        CheckInside(buffer, offset, bytes);
        CheckResult(result);
        Entry entry = new($"store r{result.Index}", default, SpawnRecord.Copy, [buffer.At(offset), 0, bytes]) { CopiedResult = result.Index };
        Add(entry);
    }

    /// <summary>The eight bytes that a buffer holds when the record runs, as an argument.</summary>
    public SpawnArgument Load(SpawnBuffer buffer, int offset)
    {
        CheckInside(buffer, offset, sizeof(long));
        return SpawnArgument.Load(buffer.Offset + offset, $"*buf{buffer.Offset + offset}");
    }

    /// <summary>The int that a buffer holds when this point of the script is reached, as an argument: one of pipe2's descriptors, for example.</summary>
    public SpawnArgument LoadInt32(SpawnBuffer buffer, int offset)
    {
        CheckInside(buffer, offset, sizeof(int));
        SpawnBuffer widened = Reserve(sizeof(long));
        Append("load int", default, (Sys)SpawnRecord.Copy, [widened, buffer.At(offset), sizeof(int)]);
        return Load(widened, 0);
    }

    /// <summary>Appends a place where the child waits for <see cref="HeldProcess.Release"/>. When the launcher dies or gives up, the child dies there.</summary>
    /// <param name="label">What is waited for: <c>id maps</c>.</param>
    /// <remarks>Without a <c>prepare</c> at launch, holds cost nothing and hold nothing.</remarks>
    public SpawnHold Hold(string label)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        AppendHoldClose();
        SpawnBuffer scratch = Reserve(1);
        _holdReads.Add(_entries.Count);
        Append($"wait for {label}", new SpawnRule { RequiredResult = 1 }, Sys.read, [SpawnArgument.Named(-1, "sync.read"), scratch, 1]);
        return new SpawnHold(_holdReads.Count - 1);
    }

    /// <summary>The one hold of a simple launch.</summary>
    public SpawnHold WaitForRelease() => Hold("release");

    /// <summary>
    /// Appends a nested clone: the process so far reports the new pid and exits once its child has called exec, and the child goes on
    /// with the script, as a child of the launcher. Needed after joining a PID namespace, which only children enter. See setns(2).
    /// </summary>
    public SpawnResult ContinueInChild(string label)
    {
        // The process so far would keep the pipe of the child's holds open while it waits for that child.
        AppendHoldClose();
        HasNestedClone = true;
        SpawnArgument flags = SpawnArgument.Named((long)(Libc.CLONE_PARENT | Libc.CLONE_VM | Libc.CLONE_VFORK), "CLONE_PARENT|CLONE_VM|CLONE_VFORK");
        return Append(label, new SpawnRule { ExitIfPositive = true }, Sys.clone, [flags, 0, 0, 0, 0]);
    }

    /// <summary>Appends what gives the payload the signals of a fresh process: defaults for what the runtime or our own parent ignores, nothing blocked.</summary>
    /// <remarks>Handlers are cleared by clone3; ignored signals stay ignored over clone3 and exec and are reset here. See signal(7).</remarks>
    public void ResetSignals()
    {
        SpawnArgument defaults = Struct(default(Libc.kernel_sigaction));
        foreach (int signal in IgnoredSignals.Current())
        {
            Append($"reset signal {signal}", default, Sys.rt_sigaction, [signal, defaults, 0, Libc.KernelSigsetBytes]);
        }

        UnblockSignals();
    }

    /// <summary>Appends what makes exec close every descriptor from <paramref name="first"/> on. See close_range(2).</summary>
    public void CloseOnExecFrom(int first)
        => Append(
            $"close descriptors from {first} on at exec",
            default,
            Sys.close_range,
            [first, SpawnArgument.Named(uint.MaxValue, "~0U"), SpawnArgument.Named(FcntlCommands.CLOSE_RANGE_CLOEXEC, "CLOSE_RANGE_CLOEXEC")]);

    /// <summary>Appends what gives the payload descriptors at chosen numbers, whatever numbers they have here. Use it after the last hold.</summary>
    /// <param name="descriptors">What to pass, and the numbers that the payload finds it at.</param>
    public void PassDescriptors(params ReadOnlySpan<(SpawnArgument Source, int Target)> descriptors)
    {
        int above = 0;
        foreach ((SpawnArgument _, int target) in descriptors)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(target);
            above = Math.Max(above, target + 1);
        }

        // First out of the way of all targets, then to them: a target may be another's source.
        SpawnResult[] moved = new SpawnResult[descriptors.Length];
        for (int i = 0; i < moved.Length; i++)
        {
            moved[i] = Append(
                $"keep the source of descriptor {descriptors[i].Target}",
                default,
                Sys.fcntl,
                [descriptors[i].Source, SpawnArgument.Named(FcntlCommands.F_DUPFD_CLOEXEC, "F_DUPFD_CLOEXEC"), above]);
        }

        for (int i = 0; i < moved.Length; i++)
        {
            Append($"pass descriptor {descriptors[i].Target}", default, Sys.dup3, [moved[i], descriptors[i].Target, 0]);
        }
    }

    /// <summary>One line a record, as strace would show it.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        foreach (SpawnRecordView view in Records)
        {
            text.Append(view.Text).Append('\n');
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (LaunchGate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _sealed?.Dispose();
            foreach (SafeFd descriptor in _descriptors)
            {
                descriptor.DangerousRelease();
            }

            _descriptors.Clear();
        }
    }

    internal Entry At(int index) => _entries[index];

    internal bool IsHoldRead(int index) => _holdReads.Contains(index);

    internal bool IsUsed(int result) => _entries[result].Used;

    /// <summary>The script in a memory file, for a process that is not our child. Its holds hold nothing: whoever shares it keeps that process waiting by other means.</summary>
    /// <exception cref="InvalidOperationException">A call names a descriptor of this process, which is another one's there.</exception>
    public SharedScript Share()
        => _descriptors.Count == 0 ? new(this) : throw new InvalidOperationException("a script that names descriptors of this process cannot be shared");

    /// <summary>The script in unmanaged memory, as at the start of a launch. The caller holds <see cref="LaunchGate"/>.</summary>
    internal unsafe SealedScript Seal(SynchronizationPipe? pipe)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _sealed ??= new SealedScript(_entries.Count, SealedBytes);
        Write(_sealed.Records, (long)_sealed.Records, pipe);
        return _sealed;
    }

    /// <summary>How many bytes its records and its arena take.</summary>
    internal unsafe long SealedBytes => ((long)_entries.Count * sizeof(SpawnRecord)) + _arenaLength;

    /// <summary>Writes records and arena, with the addresses that they have for whoever walks them.</summary>
    /// <param name="records">Where to.</param>
    /// <param name="seenAt">The same place as the walking process sees it.</param>
    /// <param name="pipe">What its holds wait at; null when they shall not.</param>
    /// <param name="inherited">Whether the walking process comes from an exec, over which the launcher's end of that pipe does not go.</param>
    internal unsafe void Write(SpawnRecord* records, long seenAt, SynchronizationPipe? pipe, bool inherited = false)
    {
        byte* arena = (byte*)(records + _entries.Count);
        long arenaSeenAt = seenAt + ((long)_entries.Count * sizeof(SpawnRecord));
        _arena.AsSpan(0, _arenaLength).CopyTo(new Span<byte>(arena, _arenaLength));
        foreach (Relocation relocation in _relocations)
        {
            *(long*)(arena + relocation.At) = arenaSeenAt + relocation.Target;
        }

        for (int i = 0; i < _entries.Count; i++)
        {
            Entry entry = _entries[i];
            SpawnRecord record = default;
            record.Number = entry.Number;
            record.Tolerated = (long)entry.Rule.ToleratedErrno;
            record.Flags = entry.Rule.ExitIfPositive ? SpawnRecord.ExitIfPositive : 0;
            if (entry.Rule.RequiredResult is { } required)
            {
                record.Flags |= SpawnRecord.HasRequired;
                record.Required = required;
            }

            for (int a = 0; a < entry.Arguments.Length; a++)
            {
                SpawnArgument argument = entry.Arguments[a];
                record.Arguments[a] = argument.Kind switch
                {
                    SpawnArgumentKind.Number => argument.Value,
                    SpawnArgumentKind.Result => ResultOf(argument.Value),
                    _ => arenaSeenAt + argument.Value,
                };
                record.Flags |= argument.Kind is SpawnArgumentKind.Result or SpawnArgumentKind.Load ? 1L << a : 0;
            }

            if (entry.CopiedResult >= 0)
            {
                record.Arguments[1] = ResultOf(entry.CopiedResult);
            }

            records[i] = record;
        }

        PatchHolds(records, pipe, inherited);

        long ResultOf(long index) => seenAt + (index * sizeof(SpawnRecord)) + SpawnRecord.ResultOffset;
    }

    /// <summary>What a page says of a walk that is over: null when it got to the payload, or to the script's end.</summary>
    internal SpawnFailure? FailureOf(in SpawnPage page)
    {
        int index = (int)page.Index;
        return page.Outcome switch
        {
            SpawnPage.FailedWithErrno => SpawnFailure.Errno,
            SpawnPage.FailedWithResult => SpawnFailure.UnexpectedResult,
            _ when index < _entries.Count && (Sys)_entries[index].Number is not (Sys.execve or Sys.execveat or Sys.exit or Sys.exit_group) => SpawnFailure.Killed,
            _ => null,
        };
    }

    /// <summary>The same as an exception.</summary>
    internal SpawnException ExceptionOf(SpawnFailure failure, in SpawnPage page, WaitStatus? end, Exception? inner)
    {
        Entry entry = _entries[(int)page.Index];
        return new SpawnException(failure, entry.Label, (int)page.Index, (Sys)entry.Number, page.Value, end, inner);
    }

    private unsafe void PatchHolds(SpawnRecord* records, SynchronizationPipe? pipe, bool inherited)
    {
        if (_holdClose < 0)
        {
            return;
        }

        // A record with nothing to do becomes a copy of nothing.
        SpawnRecord nothing = new() { Number = SpawnRecord.Copy };
        if (pipe is not null)
        {
            records[_holdClose].Arguments[0] = pipe.WriteNumber;
            if (inherited)
            {
                records[_holdClose] = nothing;
            }

            foreach (int index in _holdReads)
            {
                records[index].Arguments[0] = pipe.ReadNumber;
            }

            return;
        }

        // Nobody holds the child.
        records[_holdClose] = nothing;
        foreach (int index in _holdReads)
        {
            records[index] = nothing;
        }
    }

    /// <summary>End-of-file on the synchronization pipe comes only when the child's own copy of the write end is gone too.</summary>
    private void AppendHoldClose()
    {
        if (_holdClose < 0)
        {
            _holdClose = _entries.Count;
            Append("close the parent's end of the synchronization pipe", default, Sys.close, [SpawnArgument.Named(-1, "sync.write")]);
        }
    }

    private SpawnResult Append(string label, SpawnRule rule, Sys call, ReadOnlySpan<SpawnArgument> arguments)
        => Add(new Entry(label, rule, (long)call, arguments.ToArray()));

    private SpawnResult Add(Entry entry)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        foreach (SpawnArgument argument in entry.Arguments)
        {
            if (argument.Kind == SpawnArgumentKind.Result)
            {
                CheckResult(new SpawnResult((int)argument.Value));
                _entries[(int)argument.Value].Used = true;
            }

            if (argument.Subject is SafeFd descriptor)
            {
                bool added = false;
                descriptor.DangerousAddRef(ref added);
                _descriptors.Add(descriptor);
            }
        }

        if (entry.CopiedResult >= 0)
        {
            _entries[entry.CopiedResult].Used = true;
        }

        _entries.Add(entry);
        _sealed?.Dispose();
        _sealed = null;
        return new SpawnResult(_entries.Count - 1);
    }

    private int Allocate(int bytes)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        int offset = (_arenaLength + Alignment - 1) & ~(Alignment - 1);
        int end = checked(offset + bytes);
        if (end > _arena.Length)
        {
            Array.Resize(ref _arena, Math.Max(end, _arena.Length * 2));
        }

        _arenaLength = end;
        _sealed?.Dispose();
        _sealed = null;
        return offset;
    }

    private void CheckInside(SpawnBuffer buffer, int offset, int bytes)
    {
        if (offset < 0 || bytes < 0 || offset > buffer.Length - bytes || buffer.Offset + buffer.Length > _arenaLength)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), $"{bytes} bytes at {offset} are not inside a buffer of {buffer.Length}");
        }
    }

    private void CheckResult(SpawnResult result)
    {
        if (result.Index >= _entries.Count)
        {
            throw new ArgumentException($"r{result.Index} is not a result of this script");
        }
    }

    /// <summary>One record before it is sealed.</summary>
    internal sealed record Entry(string Label, SpawnRule Rule, long Number, SpawnArgument[] Arguments)
    {
        /// <summary>For a copy: the record whose result is its source; -1 when the source is an argument.</summary>
        internal int CopiedResult { get; init; } = -1;

        /// <summary>Whether a later record uses its result.</summary>
        internal bool Used { get; set; }
    }

    private readonly record struct Relocation(int At, int Target);
}
