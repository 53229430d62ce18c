using System.Runtime.InteropServices;
using Helios.Linux;

namespace Helios.Screens;

/// <summary>What happens to the terminal when a signal stops or ends the program: it is given back before, and taken again with SIGCONT.</summary>
public sealed class JobControl : IDisposable
{
    private static readonly long[] s_ends = [SignalNumbers.SIGHUP, SignalNumbers.SIGINT, SignalNumbers.SIGQUIT, SignalNumbers.SIGTERM];

    private readonly List<PosixSignalRegistration> _signals = [];

    /// <param name="give">Gives the terminal back. May come twice.</param>
    /// <param name="take">Takes it again. May come without <paramref name="give"/>: SIGSTOP cannot be seen, and a shell sets its own modes then.</param>
    public JobControl(Action give, Action take)
    {
        _signals.Add(PosixSignalRegistration.Create((PosixSignal)SignalNumbers.SIGTSTP, context =>
        {
            // The runtime would go on as if nothing had come.
            context.Cancel = true;
            give();
            Stop();
        }));
        _signals.Add(PosixSignalRegistration.Create((PosixSignal)SignalNumbers.SIGCONT, context =>
        {
            // The runtime would set the modes that it found when the first handler was registered, over ours.
            context.Cancel = true;
            take();
        }));

        // The runtime ends at once by a signal, without unwinding and without the event of the process's exit.
        _signals.AddRange(s_ends.Select(end => PosixSignalRegistration.Create((PosixSignal)end, _ => give())));
    }

    /// <inheritdoc/>
    public void Dispose() => _signals.ForEach(static signal => signal.Dispose());

    private static void Stop()
    {
        using PidFd self = PidFd.Open(Environment.ProcessId);
        self.TrySignal((int)SignalNumbers.SIGSTOP);
    }
}
