using Helios.Linux;

namespace Helios.Backends.SystemdRun.Gates;

/// <summary>A container's private folder: the gate, and the socket that is its synchronization pipe.</summary>
/// <remarks>
/// Only the launcher's user gets into the folder; of whoever connects the kernel says who it is (SO_PEERCRED). A byte from the gate says that the payload
/// runs, or has failed to; a byte to it lets it reap the payload; end-of-file to it is the launcher's death.
/// </remarks>
internal sealed class GateSocket : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly string _folder;
    private readonly UnixListener _listener;
    private UnixSocket? _gate;

    private GateSocket(string folder, UnixListener listener)
    {
        _folder = folder;
        _listener = listener;
    }

    /// <summary>Makes the folder.</summary>
    internal static GateSocket Make(string folder)
    {
        Directory.CreateDirectory(folder, Private);
        File.WriteAllBytes(ProgramIn(folder), Gate.Executable());
        File.SetUnixFileMode(ProgramIn(folder), Private);
        return new GateSocket(folder, UnixListener.Listen(SocketIn(folder), Private));
    }

    /// <summary>The gate's program in a folder.</summary>
    internal static string ProgramIn(string folder) => Path.Join(folder, "gate");

    /// <summary>The socket in a folder.</summary>
    internal static string SocketIn(string folder) => Path.Join(folder, "sync");

    /// <summary>Where the programs before the gate complain.</summary>
    internal static string ComplaintsIn(string folder) => Path.Join(folder, "complaints");

    /// <summary>Waits until the gate has come.</summary>
    /// <param name="isOurs">Tells the gate's process number from anybody else's.</param>
    /// <param name="isGone">Asked now and then; true gives up.</param>
    /// <returns>The gate's process, as we see it; null when it never comes.</returns>
    internal int? Accept(Func<int, bool> isOurs, Func<bool> isGone)
    {
        TimeSpan slice = TimeSpan.FromMilliseconds(20);
        while (true)
        {
            if (!Poll.WaitReadable(_listener, slice) && isGone() && !Poll.IsReadable(_listener))
            {
                return null;
            }

            if (_listener.TryAccept() is not { } connection)
            {
                continue;
            }

            int process = connection.GetPeer().ProcessId;
            if (isOurs(process))
            {
                _gate = connection;
                return process;
            }

            connection.Dispose();
        }
    }

    /// <summary>Lets the gate have a child walk a script; returns that child's number when it has become the payload.</summary>
    /// <param name="script">The script.</param>
    /// <param name="descriptors">What the gate then has at <see cref="Gate.FirstOfScript"/> and following.</param>
    /// <exception cref="SpawnException">A step failed, or the gate ended before it was done.</exception>
    /// <exception cref="IOException">The gate was killed when the payload had just begun.</exception>
    internal int Release(SharedScript script, IEnumerable<SafeFd> descriptors)
    {
        Span<byte> length = stackalloc byte[sizeof(long)];
        BitConverter.TryWriteBytes(length, script.Length);
        int told = 0;
        try
        {
            while (_gate!.TrySend(length, [script.File, .. descriptors]) < 0)
            {
                Poll.WaitWritable(_gate, Timeout.InfiniteTimeSpan);
            }

            Poll.WaitReadable(_gate, Timeout.InfiniteTimeSpan);
            told = DescriptorIo.TryRead(_gate, length[..1], out _);
        }
        catch (SyscallException ended) when (ended.Errno is Errno.EPIPE or Errno.ECONNRESET)
        {
            // The script tells that it has not begun.
        }

        script.ThrowIfFailed();
        return told > 0 ? script.ChildId : throw new ReasonException("the unit's main process was killed");
    }

    /// <summary>Lets the gate reap the ended payload and end as it did. That it has been killed is fine.</summary>
    internal void LetGo()
    {
        try
        {
            _gate!.TrySend("r"u8, []);
        }
        catch (SyscallException ended) when (ended.Errno is Errno.EPIPE or Errno.ECONNRESET)
        {
        }
    }

    /// <summary>What the programs before the gate said, in one line; empty when nothing.</summary>
    internal string Complaints() => KernelFile.TryRead(ComplaintsIn(_folder), out string text) ? text.Trim().ReplaceLineEndings("; ") : "";

    public void Dispose()
    {
        _gate?.Dispose();
        _listener.Dispose();
        Remove(_folder);
    }

    /// <summary>Removes a folder, whoever made it.</summary>
    internal static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
