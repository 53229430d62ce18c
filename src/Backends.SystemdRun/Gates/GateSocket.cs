using Helios.Linux;

namespace Helios.Backends.SystemdRun.Gates;

/// <summary>A container's private folder: the gate, and the socket that is its synchronization pipe.</summary>
/// <remarks>
/// The payload's user has to reach both, so the folder can be passed through, but not listed, by everybody; who connects is told from others by
/// what the kernel says of it (SO_PEERCRED). End-of-file from the gate is the success of its exec, end-of-file to it is the launcher's death.
/// </remarks>
internal sealed class GateSocket : IDisposable
{
    private const UnixFileMode Passable = (UnixFileMode)0x1C9;
    private const UnixFileMode Executable = (UnixFileMode)0x1ED;
    private const UnixFileMode ForAll = (UnixFileMode)0x1B6;
    private readonly string _folder;
    private readonly UnixListener _listener;
    private UnixSocket? _gate;

    private GateSocket(string folder, UnixListener listener)
    {
        _folder = folder;
        _listener = listener;
    }

    /// <summary>Makes the folder; the directory above it has to be passable too.</summary>
    internal static GateSocket Make(string folder)
    {
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, Passable);
        File.WriteAllBytes(ProgramIn(folder), Gate.Executable());
        File.SetUnixFileMode(ProgramIn(folder), Executable);
        return new GateSocket(folder, UnixListener.Listen(SocketIn(folder), ForAll));
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

    /// <summary>Lets the gate become the program; null when it has, the failing step with its errno when it could not.</summary>
    /// <param name="message">Of <see cref="GateMessage"/>.</param>
    /// <param name="descriptors">What the program finds at 0, 1, 2, ….</param>
    internal (GateStep Step, Errno Errno)? Release(ReadOnlySpan<byte> message, ReadOnlySpan<SafeFd> descriptors)
    {
        UnixSocket gate = _gate!;
        bool sentDescriptors = false;
        while (!message.IsEmpty)
        {
            int count = sentDescriptors ? gate.TrySend(message) : gate.TrySend(message, descriptors);
            if (count < 0)
            {
                Poll.WaitWritable(gate, Timeout.InfiniteTimeSpan);
                continue;
            }

            sentDescriptors = true;
            message = message[count..];
        }

        Poll.WaitReadable(gate, Timeout.InfiniteTimeSpan);
        Span<byte> answer = stackalloc byte[2 * sizeof(long)];
        int answered = DescriptorIo.TryRead(gate, answer, out _);
        return answered == answer.Length ? ((GateStep)BitConverter.ToInt64(answer), (Errno)(-BitConverter.ToInt64(answer[sizeof(long)..]))) : null;
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
