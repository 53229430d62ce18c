using Helios.Linux;
using Helios.Screens;

namespace Helios.Forktop;

/// <summary>Tries out what a process may do: a copy of it makes the calls, each harmless in itself, and what the kernel answers is the answer.</summary>
/// <remarks>
/// The copy has the process's namespaces, ids, capabilities, filters and label, but its own memory, descriptors and working of ids, so nothing that is
/// tried changes the process. Files are opened and never written; new ones are without a name; calls that would change the machine get arguments that
/// are refused after the rights are checked.
/// </remarks>
internal static class RightsProbe
{
    private const long OpenTemporary = 0x410000;

    private static readonly Attempt[] s_attempts =
    [
        new("read /etc/shadow", (copy, memory) => Open(copy, memory, "/etc/shadow", OpenFlags.O_RDONLY)),
        new("write /etc/passwd", (copy, memory) => Open(copy, memory, "/etc/passwd", OpenFlags.O_WRONLY)),
        new("list /root", (copy, memory) => Open(copy, memory, "/root", OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY)),
        new("make a file in /", (copy, memory) => Open(copy, memory, "/", OpenTemporary | OpenFlags.O_RDWR)),
        new("make a file in /tmp", (copy, memory) => Open(copy, memory, "/tmp", OpenTemporary | OpenFlags.O_RDWR)),
        new("make a file in its directory", (copy, memory) => Open(copy, memory, ".", OpenTemporary | OpenFlags.O_RDWR)),
        new("read /dev/kmsg", (copy, memory) => Open(copy, memory, "/dev/kmsg", OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK)),
        new("read /dev/mem", (copy, memory) => Open(copy, memory, "/dev/mem", OpenFlags.O_RDONLY)),
        new("write /proc/sys/kernel/core_pattern", (copy, memory) => Open(copy, memory, "/proc/sys/kernel/core_pattern", OpenFlags.O_WRONLY)),
        new("internet socket", (copy, _) => copy.Call(null, Sys.socket, SocketConstants.AF_INET, SocketConstants.SOCK_STREAM, 0)),
        new("bind port 80", BindLowPort),
        new("raw socket", (copy, _) => copy.Call(null, Sys.socket, SocketConstants.AF_INET, SocketConstants.SOCK_RAW, 1)),
        new("packet socket", (copy, _) => copy.Call(null, Sys.socket, 17, SocketConstants.SOCK_RAW, 0)),
        new("signal process 1", (copy, _) => copy.Call(null, Sys.kill, 1, 0)),
        new("chroot", (copy, memory) => copy.Call(null, Sys.chroot, memory.Text("/"))),
        new("mount (fsopen)", (copy, memory) => copy.Call(null, Sys.fsopen, memory.Text("tmpfs"), 0)),
        new("set the host name", (copy, memory) => copy.Call(null, Sys.sethostname, memory.Text("x"), -1), Errno.EINVAL),
        new("load a kernel module", (copy, memory) => copy.Call(null, Sys.init_module, 0, 0, memory.Text("")), Errno.EFAULT, Errno.ENOEXEC, Errno.EINVAL),
        new("reboot", (copy, _) => copy.Call(null, Sys.reboot, 0, 0, 0, 0), Errno.EINVAL),
        new("bpf", (copy, _) => copy.Call(null, Sys.bpf, 0, 0, 0), Errno.EINVAL, Errno.EFAULT, Errno.E2BIG),
        new("io_uring", (copy, _) => copy.Call(null, Sys.io_uring_setup, 0, 0), Errno.EINVAL, Errno.EFAULT),
        new("raise its priority", (copy, _) => copy.Call(null, Sys.setpriority, 0, 0, -20)),
        new("become root (setresuid)", (copy, _) => copy.Call(null, Sys.setresuid, -1, 0, -1)),
        new("become group 0 (setresgid)", (copy, _) => copy.Call(null, Sys.setresgid, -1, 0, -1)),
        new("new mount namespace", (copy, _) => copy.Call(null, Sys.unshare, (long)CloneFlags.NewMount)),
        new("new network namespace", (copy, _) => copy.Call(null, Sys.unshare, (long)CloneFlags.NewNetwork)),
        new("new user namespace", (copy, _) => copy.Call(null, Sys.unshare, (long)CloneFlags.NewUser)),
    ];

    /// <summary>Tries everything.</summary>
    /// <exception cref="ForktopException">The process cannot be copied.</exception>
    internal static List<Result> Of(PtraceEngine engine, int pid)
    {
        List<Result> results = [];

        // A call that kills the copy costs a copy: the rest is tried by the next one.
        while (results.Count < s_attempts.Length)
        {
            engine.WithCopyOf(pid, copy =>
            {
                RemoteMemory memory = RemoteMemory.In(copy, bytes: 16 * 1024);
                while (results.Count < s_attempts.Length)
                {
                    Attempt attempt = s_attempts[results.Count];
                    long? answer = attempt.Try(copy, memory);
                    if (answer is not { } value)
                    {
                        results.Add(new Result(attempt.Name, null));
                        return;
                    }

                    Errno errno = RemoteThread.ErrnoOf(value);
                    results.Add(new Result(attempt.Name, attempt.Allowed.Contains(errno) ? Errno.None : errno));
                }
            });
        }

        return results;
    }

    /// <summary>The table.</summary>
    internal static List<StyledLine> Table(ProcessNode node, IEnumerable<Result> results)
    {
        List<StyledLine> lines = [new($"What {node.Key.Pid} {SafeText.Escape(node.Name)} may do, tried out by a copy of it", CellStyle.Plain.With(CellAttributes.Bold)), new("")];
        foreach (Result result in results)
        {
            StyledLine line = new(result.Name.PadRight(38));
            lines.Add(result.Errno switch
            {
                Errno.None => line.Add("yes", CellColour.Red),
                null => line.Add("killed by a seccomp filter", CellColour.Green),
                { } errno => line.Add($"no: {errno.Text()} ({errno.Name()})", CellColour.Green),
            });
        }

        return lines;
    }

    private static long? Open(RemoteThread copy, RemoteMemory memory, string path, long flags) => copy.Call(null, Sys.open, memory.Text(path), flags, Permissions.Octal0600);

    private static long? BindLowPort(RemoteThread copy, RemoteMemory memory)
    {
        long? socket = copy.Call(null, Sys.socket, SocketConstants.AF_INET, SocketConstants.SOCK_STREAM, 0);
        return socket is not >= 0 ? socket : copy.Call(null, Sys.bind, socket.Value, memory.Bytes([2, 0, 0, 80, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]), 16) is { } bound && RemoteThread.ErrnoOf(bound) == Errno.EADDRINUSE ? 0 : copy.Call(null, Sys.listen, socket.Value, 1);
    }

    /// <summary>One answer: none is yes, an errno is no, null is that the kernel killed who asked.</summary>
    internal readonly record struct Result(string Name, Errno? Errno);

    private sealed class Attempt(string name, Func<RemoteThread, RemoteMemory, long?> attempt, params Errno[] allowed)
    {
        internal string Name { get; } = name;

        internal Func<RemoteThread, RemoteMemory, long?> Try { get; } = attempt;

        /// <summary>Errors that come only after the rights were found to be there.</summary>
        internal Errno[] Allowed { get; } = allowed;
    }
}
