using Helios.Linux;

namespace Helios.Shell;

/// <summary>One program to start, and in which surroundings. What is done in the child is a spawn script: no code of this shell runs there.</summary>
/// <param name="State">Its descriptors, directory, limits, mask.</param>
/// <param name="Path">The file.</param>
/// <param name="Arguments">With the name it goes by.</param>
/// <param name="Environment">As execve takes it.</param>
internal sealed record ProgramLaunch(ShellState State, string Path, IReadOnlyList<string> Arguments, byte[][] Environment)
{
    private const int LastOpen = 0;

    /// <summary>Its process group: -1 for the shell's, zero for a new one that it leads, otherwise the group's number.</summary>
    internal int Group { get; init; } = -1;

    /// <summary>The terminal that its group is to have; null when it gets none.</summary>
    internal SafeFd? Terminal { get; init; }

    /// <summary>Signals that it ignores from its first instruction on.</summary>
    internal IReadOnlyList<int> Ignored { get; init; } = [];

    /// <summary>Signals that this process ignores for itself and the program must not.</summary>
    internal IReadOnlyList<int> Reset { get; init; } = [];

    /// <summary>A descriptor that it inherits under its own number.</summary>
    internal int Inherited { get; init; } = -1;

    /// <summary>Starts it. The caller's thread sleeps until exec.</summary>
    /// <exception cref="SpawnException">A step failed; execve is one of them.</exception>
    internal SpawnedProcess Start(Launcher launcher)
    {
        using SpawnScript script = new();
        JoinGroup(script);
        PassDescriptors(script);
        EnterSurroundings(script);
        // Signals that have come since clone3 are pending: all are blocked. So none is lost, whatever was ignored or caught here.
        foreach (int signal in Reset)
        {
            script.ResetSignal(signal);
        }

        foreach (int signal in Ignored)
        {
            script.IgnoreSignal(signal);
        }

        if (Group >= 0 && !Ignored.Contains((int)SignalNumbers.SIGTSTP))
        {
            // A child that stops before exec would stop this thread with it, and nobody could continue the two.
            script.NoteSignal((int)SignalNumbers.SIGTSTP);
        }

        script.UnblockSignals();
        byte[][] arguments = [.. Arguments.Select(static argument => ByteText.EncodeWithNul(argument))];
        script.Call("exec", Sys.execve, script.Bytes(ByteText.EncodeWithNul(Path)), script.BytesArray(arguments), script.BytesArray(Environment));
        return launcher.Launch(script, new SpawnRequest());
    }

    private void JoinGroup(SpawnScript script)
    {
        if (Group < 0)
        {
            return;
        }

        script.Call("join the job's process group", Sys.setpgid, 0, Group);
        if (Terminal is null)
        {
            return;
        }

        SpawnBuffer number = script.Reserve(sizeof(int));
        if (Group == 0)
        {
            script.StoreResult(script.Call("ask for the own number", Sys.getpid), number, 0, sizeof(int));
        }
        else
        {
            script.SetBytes(number, 0, BitConverter.GetBytes(Group));
        }

        // SIGTTOU, which a background process gets here, is blocked. A terminal that has hung up is no reason not to start.
        script.Call("take the terminal", new SpawnRule { ToleratedErrno = Errno.EIO }, Sys.ioctl, Terminal.Number, Ioctls.TIOCSPGRP, number);
    }

    private void PassDescriptors(SpawnScript script)
    {
        IReadOnlyList<KeyValuePair<int, OpenFile?>> entries = State.Files.Entries;
        bool collides = false;
        foreach ((int target, OpenFile? file) in entries)
        {
            collides |= file is not null && file.Number != target && entries.Any(other => other.Key == file.Number && other.Value?.Number != other.Key);
        }

        List<(SpawnArgument Source, int Target)> moved = [];
        foreach ((int target, OpenFile? file) in entries)
        {
            if (file is null)
            {
                continue;
            }

            if (file.Number != target && collides)
            {
                moved.Add((file.Number, target));
            }
            else if (file.Number != target)
            {
                script.Call($"pass descriptor {target}", Sys.dup3, file.Number, target, 0);
            }
        }

        if (moved.Count > 0)
        {
            script.PassDescriptors([.. moved]);
        }

        foreach ((int target, OpenFile? file) in entries)
        {
            if (file is null)
            {
                script.Call($"close descriptor {target}", new SpawnRule { ToleratedErrno = Errno.EBADF }, Sys.close, target);
            }
        }

        if (Inherited >= LastOpen)
        {
            script.Call("pass the state of the shell", Sys.fcntl, Inherited, FcntlCommands.F_SETFD, 0);
        }
    }

    private void EnterSurroundings(SpawnScript script)
    {
        if (State.Directory.Handle is { } directory)
        {
            script.Call($"go to {State.Directory.Path}", Sys.fchdir, directory.Number);
        }

        script.Call("set the creation mask", Sys.umask, State.CreationMask);
        foreach ((long resource, ResourceLimit limit) in State.Limits)
        {
            script.Call($"set limit {resource}", Sys.prlimit64, 0, resource, script.Struct(limit), 0);
        }
    }
}
