using Helios.Linux;

namespace Helios.Shell;

/// <summary>What there is once in this process, however many subshells run in it: signals, the terminal, the way to start another shell.</summary>
internal sealed class ShellProcess
{
    private readonly Queue<int> _trapped = new();
    private readonly List<int> _ignoredHere = [(int)SignalNumbers.SIGPIPE];
    private readonly List<SpawnedProcess> _orphans = [];
    private readonly Lock _orphanGate = new();

    internal SignalInbox Signals { get; } = SignalInbox.OfProcess;

    /// <summary>Signals that whoever started this shell ignores: they stay ignored, and cannot be trapped by a shell that nobody types at.</summary>
    internal IReadOnlySet<int> IgnoredAtStart { get; } = FindIgnored();

    /// <summary>What has to be set back to the default in programs, because this process ignores it for itself.</summary>
    internal IReadOnlyList<int> ResetInPrograms => _ignoredHere;

    /// <summary>The arguments behind the program's name that make it a shell: <c>shell</c> for <c>helios shell</c>.</summary>
    internal IReadOnlyList<string> SelfArguments { get; init; } = [];

    /// <summary>Whether somebody types at it.</summary>
    internal bool IsInteractive { get; set; }

    /// <summary>The terminal whose foreground this shell hands out; null without job control.</summary>
    internal JobTerminal? Terminal { get; set; }

    /// <summary>Which traps are set; those of the first shell environment, which signals belong to.</summary>
    internal TrapTable Traps { get; set; } = new();

    /// <summary>Whether SIGINT has come and nobody has answered it yet.</summary>
    internal bool IsInterrupted { get; set; }

    /// <summary>Whether SIGTSTP has come: to this shell, or to a child before its exec. It was meant for the job in the foreground.</summary>
    internal bool IsSuspended { get; set; }

    /// <summary>Whether SIGHUP has come: an interactive shell ends its jobs and itself.</summary>
    internal bool HasHungUp { get; private set; }

    /// <summary>Whether the window has another size since this was last set to false.</summary>
    internal bool IsResized { get; set; }

    /// <summary>Writes what goes wrong where no descriptor of an environment is meant.</summary>
    internal static void Complain(string message)
    {
        using FileFd error = FileFd.Borrow(2);
        DescriptorIo.TryWrite(error, ByteText.Encode($"helios-shell: {message}\n"), out _);
    }

    /// <summary>Sets the signals of a shell at which nobody types.</summary>
    internal void BeginQuietly()
    {
        // A parent that ignores SIGCHLD would have the kernel reap our children.
        SignalInbox.SetDisposition((int)SignalNumbers.SIGCHLD, ignored: false);
        SignalInbox.UnblockAll();
        if (!IgnoredAtStart.Contains((int)SignalNumbers.SIGINT))
        {
            Signals.Catch((int)SignalNumbers.SIGINT, restarts: false);
        }
    }

    /// <summary>Sets the signals of a shell at which somebody types.</summary>
    internal void BeginInteractively()
    {
        SignalInbox.UnblockAll();
        Signals.Catch((int)SignalNumbers.SIGINT, restarts: false);
        foreach (long caught in new[] { SignalNumbers.SIGCHLD, SignalNumbers.SIGWINCH, SignalNumbers.SIGHUP, SignalNumbers.SIGTERM, SignalNumbers.SIGQUIT })
        {
            Signals.Catch((int)caught, restarts: true);
        }
    }

    /// <summary>Whether SIGINT ends a shell at which nobody types at once, or is noted.</summary>
    internal void SetInterruptEnds(bool ends)
    {
        if (IsInteractive || IgnoredAtStart.Contains((int)SignalNumbers.SIGINT) || Traps.Find((int)SignalNumbers.SIGINT) is not null)
        {
            return;
        }

        if (ends)
        {
            SignalInbox.SetDisposition((int)SignalNumbers.SIGINT, ignored: false);
        }
        else
        {
            Signals.Catch((int)SignalNumbers.SIGINT, restarts: false);
        }
    }

    /// <summary>Ignores a signal for the shell itself; programs get the default.</summary>
    internal void IgnoreHere(long signal)
    {
        SignalInbox.SetDisposition((int)signal, ignored: true);
        _ignoredHere.Add((int)signal);
    }

    /// <summary>Takes the suspend key, which must not stop the shell, down for the job that has the terminal next.</summary>
    internal void NoteSuspend() => Signals.Catch((int)SignalNumbers.SIGTSTP, restarts: true);

    /// <summary>Takes the signals that have come. For the thread that the first environment runs on.</summary>
    /// <returns>Whether any had come.</returns>
    internal bool TakeSignals()
    {
        IsSuspended |= Terminal is not null && SignalInbox.OfChildren.TryTake(out _);
        if (Signals.Event.Take() == 0)
        {
            return false;
        }

        while (Signals.TryTake(out int signal))
        {
            if (Traps.Find(signal) is { Length: > 0 })
            {
                _trapped.Enqueue(signal);
                continue;
            }

            switch ((long)signal)
            {
                case SignalNumbers.SIGINT:
                    IsInterrupted = true;
                    break;
                case SignalNumbers.SIGHUP:
                    HasHungUp = true;
                    break;
                case SignalNumbers.SIGTSTP:
                    IsSuspended = true;
                    break;
                case SignalNumbers.SIGWINCH:
                    IsResized = true;
                    break;
            }
        }

        return true;
    }

    /// <summary>The next signal whose trap has to run.</summary>
    internal bool TryTakeTrap(out int signal) => _trapped.TryDequeue(out signal);

    /// <summary>Whether a trap waits.</summary>
    internal bool HasTrap => _trapped.Count > 0;

    /// <summary>The signal whose trap is the next.</summary>
    internal int NextTrap => _trapped.Peek();

    /// <summary>The lines that were typed; null where nobody types.</summary>
    internal History? History { get; set; }

    /// <summary>Ends this process by a signal, so that whoever waits for it sees that.</summary>
    internal static void DieBy(int signal)
    {
        SignalInbox.SetDisposition(signal, ignored: false);
        ProcessGroups.Kill(Environment.ProcessId, signal);
        CurrentProcess.Exit(128 + signal);
    }

    /// <summary>Sets how a signal is answered after <c>trap</c> has changed.</summary>
    internal void FollowTrap(int signal)
    {
        string? action = Traps.Find(signal);
        bool isOurs = (long)signal is SignalNumbers.SIGINT or SignalNumbers.SIGCHLD || (Terminal is not null && (long)signal == SignalNumbers.SIGTSTP) || (IsInteractive && (long)signal is SignalNumbers.SIGWINCH or SignalNumbers.SIGHUP or SignalNumbers.SIGTERM or SignalNumbers.SIGQUIT);
        if (action is { Length: 0 })
        {
            SignalInbox.SetDisposition(signal, ignored: true);
        }
        else if (action is not null || (isOurs && (long)signal != SignalNumbers.SIGCHLD) || (isOurs && IsInteractive))
        {
            Signals.Catch(signal, restarts: (long)signal != SignalNumbers.SIGINT);
        }
        else
        {
            SignalInbox.SetDisposition(signal, ignored: _ignoredHere.Contains(signal));
        }
    }

    /// <summary>Sets back what this shell ignores for itself, before it becomes another program; and the other way when it did not.</summary>
    internal void SetBackIgnored(bool isBack)
    {
        foreach (int signal in _ignoredHere)
        {
            SignalInbox.SetDisposition(signal, ignored: !isBack);
        }
    }

    /// <summary>Takes over children of a subshell that has ended: nobody waits for them, but they are reaped.</summary>
    internal void Adopt(IEnumerable<SpawnedProcess> processes)
    {
        lock (_orphanGate)
        {
            _orphans.AddRange(processes);
        }
    }

    /// <summary>Reaps those of them that have ended.</summary>
    internal void ReapOrphans()
    {
        lock (_orphanGate)
        {
            _orphans.RemoveAll(static orphan =>
            {
                bool hasEnded = orphan.TryWait(out _);
                if (hasEnded)
                {
                    orphan.Dispose();
                }

                return hasEnded;
            });
        }
    }

    private static HashSet<int> FindIgnored()
    {
        HashSet<int> ignored = [];
        for (int signal = 1; signal <= (int)SignalNumbers.SIGSYS; signal++)
        {
            // SIGPIPE is ignored by the runtime.
            if (signal != (int)SignalNumbers.SIGPIPE && SignalInbox.Disposition(signal) == SignalDisposition.Ignored)
            {
                ignored.Add(signal);
            }
        }

        return ignored;
    }
}
