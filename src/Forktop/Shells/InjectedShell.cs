using System.Text;
using Helios.Linux;

namespace Helios.Forktop;

/// <summary>A shell that a process itself was made to start: a copy of it, with everything that the kernel knows of it, seccomp filters and security labels included.</summary>
internal sealed class InjectedShell
{
    private readonly PtraceEngine _engine;
    private readonly int _target;

    private InjectedShell(PtraceEngine engine, int target, int pid, PidFd process, SafeFd master)
        => (_engine, _target, Pid, PidFd, Master) = (engine, target, pid, process, master);

    /// <summary>Its pid.</summary>
    internal int Pid { get; }

    /// <summary>The process; readable when it has ended.</summary>
    internal PidFd PidFd { get; }

    /// <summary>The near side of its terminal, or of its socket where its root has no terminals.</summary>
    internal SafeFd Master { get; }

    /// <summary>Makes it.</summary>
    /// <exception cref="ForktopException">The process may not do what it takes.</exception>
    internal static InjectedShell In(PtraceEngine engine, int pid, string? shell)
    {
        using ShellChoice choice = ShellChoice.For(pid, shell);
        List<string> environment = JoinedShell.EnvironmentOf(pid);
        InjectedShell? made = null;
        engine.WithCopyOf(pid, copy => made = Start(engine, pid, copy, choice, environment));
        return made!;
    }

    /// <summary>Ends it with what it has made, and leaves the process without a child that it does not know.</summary>
    internal void End() => _engine.EndInjected(_target, Pid);

    private static InjectedShell Start(PtraceEngine engine, int target, RemoteThread copy, ShellChoice choice, List<string> environment)
    {
        PidFd process = PidFd.Open(copy.Id);
        SafeFd? master = null;
        try
        {
            RemoteMemory memory = RemoteMemory.In(copy, bytes: 64 * 1024 + environment.Sum(static entry => Encoding.UTF8.GetByteCount(entry) + 9));
            copy.Call(null, Sys.setsid);
            master = Connect(copy, memory, process, out long far);
            for (int number = 0; number < 3; number++)
            {
                Check(copy.Call(null, Sys.dup2, far, number), "dup2");
            }

            long carried = choice.Carried is { } file ? Carry(copy, memory, process, file) : -1;

            // What the process has open is not the shell's.
            copy.Call(null, Sys.close_range, 3, uint.MaxValue, FcntlCommands.CLOSE_RANGE_CLOEXEC);
            const long EmptyPath = 0x1000;
            long arguments = memory.Texts(choice.Arguments);
            long variables = memory.Texts(environment);
            Errno refused = carried >= 0
                ? engine.Execute(copy, Sys.execveat, carried, memory.Text(""), arguments, variables, EmptyPath)
                : engine.Execute(copy, Sys.execve, memory.Text(choice.Path), arguments, variables);
            if (refused != Errno.None)
            {
                throw new ForktopException($"the process may not execute {choice.Path}: {refused.Text()} ({refused.Name()})");
            }

            return new InjectedShell(engine, target, copy.Id, process, master);
        }
        catch
        {
            master?.Dispose();
            process.Dispose();
            throw;
        }
    }

    // The copy opens, and we take a duplicate: nothing of ours has to be reachable from its namespaces.
    private static SafeFd Connect(RemoteThread copy, RemoteMemory memory, PidFd process, out long far)
    {
        long pseudo = copy.Call(null, Sys.open, memory.Text("/dev/ptmx"), OpenFlags.O_RDWR | OpenFlags.O_NOCTTY, 0) ?? -1;
        if (pseudo >= 0)
        {
            PseudoTerminal terminal = PseudoTerminal.Adopt(process.Duplicate((int)pseudo));
            far = copy.Call(null, Sys.ioctl, pseudo, Ioctls.TIOCGPTPEER, OpenFlags.O_RDWR | OpenFlags.O_NOCTTY) ?? -1;
            if (far >= 0)
            {
                copy.Call(null, Sys.ioctl, far, Ioctls.TIOCSCTTY, 0);
                return terminal;
            }

            terminal.Dispose();
        }

        long pair = memory.Reserve(8);
        Check(copy.Call(null, Sys.socketpair, SocketConstants.AF_UNIX, SocketConstants.SOCK_STREAM, 0, pair), "socketpair");
        Span<byte> numbers = stackalloc byte[8];
        Ptrace.Read(copy.Id, (ulong)pair, numbers);
        far = BitConverter.ToInt32(numbers[4..]);
        return process.Duplicate(BitConverter.ToInt32(numbers));
    }

    private static long Carry(RemoteThread copy, RemoteMemory memory, PidFd process, FileFd file)
    {
        long number = Check(copy.Call(null, Sys.memfd_create, memory.Text("shell"), 0), "memfd_create");
        using FileFd there = process.Duplicate((int)number);
        byte[] buffer = new byte[64 * 1024];
        int count;
        while ((count = DescriptorIo.Read(file, buffer)) > 0)
        {
            DescriptorIo.WriteAll(there, buffer.AsSpan(0, count));
        }

        return number;
    }

    private static long Check(long? result, string call)
        => result is not { } value ? throw new ForktopException($"{call} has killed the shell on its way: the process's seccomp filter does not allow it")
            : RemoteThread.ErrnoOf(value) is var errno && errno != Errno.None ? throw new ForktopException($"the process may not call {call}: {errno.Text()} ({errno.Name()})")
            : value;
}
