using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Helios.Contracts;

namespace Helios.Cli;

/// <summary>Passes the signals that helios gets on to the payload, as podman does; before there is a payload they cancel the launch.</summary>
/// <remarks>
/// SIGCHLD, SIGPIPE and SIGURG are the runtime's own business; SIGKILL and SIGSTOP cannot be caught. SIGTSTP is passed on too, so that
/// Ctrl-Z is the payload's affair and does not leave it running behind a stopped helios. SIGTTIN and SIGTTOU are about this process and
/// its terminal: in the background it stops, as any program does.
/// </remarks>
internal sealed class SignalForwarding : IDisposable
{
    private static readonly int[] s_signals =
    [
        1 /* HUP */, 2 /* INT */, 3 /* QUIT */, 10 /* USR1 */, 12 /* USR2 */, 14 /* ALRM */, 15 /* TERM */, 18 /* CONT */, 20 /* TSTP */,
    ];

    private readonly CancellationTokenSource _launch = new();
    private readonly ConcurrentDictionary<int, bool> _passed = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Lock _lock = new();
    private IContainerProcess? _target;
    private Signal? _first;

    internal SignalForwarding()
    {
        foreach (int number in s_signals)
        {
            _registrations.Add(PosixSignalRegistration.Create((PosixSignal)number, context =>
            {
                context.Cancel = true;
                Pass(new Signal(number));
            }));
        }
    }

    /// <summary>Cancelled when a signal that ends a program comes before there is a payload to take it.</summary>
    internal CancellationToken Launch => _launch.Token;

    /// <summary>The signal that cancelled the launch; null when none did.</summary>
    internal Signal? Cancelling
    {
        get
        {
            lock (_lock)
            {
                return _first;
            }
        }
    }

    /// <summary>Whether this signal was passed on: then a death by it is no news.</summary>
    internal bool HasPassed(Signal signal) => _passed.ContainsKey(signal.Number);

    /// <summary>From now on the payload gets the signals.</summary>
    internal void Attach(IContainerProcess target)
    {
        lock (_lock)
        {
            _target = target;
            if (_first is { } signal)
            {
                Send(target, signal);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _launch.Dispose();
    }

    private void Pass(Signal signal)
    {
        lock (_lock)
        {
            if (_target is { } target)
            {
                Send(target, signal);
            }
            else if (Ends(signal))
            {
                _first ??= signal;
                _launch.Cancel();
            }
        }
    }

    private void Send(IContainerProcess target, Signal signal)
    {
        _passed.TryAdd(signal.Number, true);
        target.TrySignal(signal);
    }

    private static bool Ends(Signal signal) => signal.Number is 1 or 2 or 3 or 15;
}
