using Helios.Linux;

namespace Helios.Shell;

/// <summary>The terminal of a shell with job control: who reads from it, and in which modes.</summary>
/// <remarks>SIGTTOU is ignored by the shell, so it may take the terminal back from a job that has it.</remarks>
internal sealed class JobTerminal
{
    private readonly int _group;
    private TerminalSettings? _modes;

    private JobTerminal(FileFd descriptor, int group) => (Descriptor, _group, _modes) = (descriptor, group, TerminalSettings.TryRead(descriptor));

    /// <summary>The shell's own descriptor of it, whatever becomes of 0, 1 and 2.</summary>
    internal FileFd Descriptor { get; }

    /// <summary>Makes the shell the leader of the foreground group; waits until it is in the foreground. Null where there is no terminal to control.</summary>
    internal static JobTerminal? TryTake(ShellProcess shell)
    {
        const int AboveUsers = 200;
        FileFd? terminal = FileFd.TryDuplicate(0, AboveUsers, out _);
        if (terminal is null || !Terminal.Is(terminal))
        {
            terminal?.Dispose();
            return null;
        }

        try
        {
            // Started in the background, a shell stops here until it is brought to the foreground: SIGTTIN has its default action still.
            while (Terminal.GetForegroundGroup(terminal) is int foreground && foreground != ProcessGroups.Of(0))
            {
                ProcessGroups.Signal(ProcessGroups.Of(0), (int)SignalNumbers.SIGTTIN);
            }
        }
        catch (SyscallException)
        {
            // A terminal that is not this session's.
            terminal.Dispose();
            return null;
        }

        shell.NoteSuspend();
        shell.IgnoreHere(SignalNumbers.SIGTTIN);
        shell.IgnoreHere(SignalNumbers.SIGTTOU);
        // The leader of a session cannot be moved, and need not: it leads its group.
        ProcessGroups.TrySet(0, 0);
        int group = ProcessGroups.Of(0);
        Terminal.SetForegroundGroup(terminal, group);
        return new JobTerminal(terminal, group);
    }

    /// <summary>Hands the terminal to a job, with the modes that it left it in.</summary>
    internal void Give(int group, TerminalSettings? modes)
    {
        TrySetForeground(group);
        modes?.TryApply(Descriptor);
    }

    /// <summary>Takes it back.</summary>
    /// <param name="keepsModes">Whether what the job has made of the modes stays: one that ended by itself may be stty.</param>
    internal void TakeBack(bool keepsModes)
    {
        TrySetForeground(_group);
        if (keepsModes && TerminalSettings.TryRead(Descriptor) is { } left)
        {
            _modes = left;
        }
        else
        {
            _modes?.TryApply(Descriptor);
        }
    }

    /// <summary>The modes now.</summary>
    internal TerminalSettings? ReadModes() => TerminalSettings.TryRead(Descriptor);

    private void TrySetForeground(int group)
    {
        try
        {
            Terminal.SetForegroundGroup(Descriptor, group);
        }
        catch (SyscallException gone) when (gone.Errno is Errno.ESRCH or Errno.EPERM or Errno.EIO or Errno.ENOTTY)
        {
            // The group has ended, or the terminal has hung up; SIGHUP is on its way then.
        }
    }
}
