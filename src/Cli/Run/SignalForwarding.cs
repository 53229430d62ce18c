using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Cli;

/// <summary>Passes the signals that helios gets on to the payload, as podman does; before there is a payload they cancel the launch.</summary>
/// <remarks>
/// SIGCHLD, SIGPIPE and SIGURG are the runtime's own business; SIGKILL and SIGSTOP cannot be caught. SIGTSTP freezes a container without a
/// terminal of its own and stops this process, so that Ctrl-Z stops all of it: a first process ignores the signal itself, and the others would run on behind a stopped
/// helios. SIGCONT thaws it. SIGTTIN and SIGTTOU are about this process and its terminal: in the background it stops, as any program does.
/// </remarks>
internal sealed class SignalForwarding : IDisposable
{
    private static readonly long[] s_signals =
    [
        SignalNumbers.SIGHUP, SignalNumbers.SIGINT, SignalNumbers.SIGQUIT, SignalNumbers.SIGUSR1, SignalNumbers.SIGUSR2, SignalNumbers.SIGALRM,
        SignalNumbers.SIGTERM, SignalNumbers.SIGCONT, SignalNumbers.SIGTSTP,
    ];

    private readonly CancellationTokenSource _launch = new();
    private readonly ConcurrentDictionary<int, bool> _passed = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Lock _lock = new();
    private readonly List<Signal> _early = [];
    private readonly TimeSpan? _endWithin;
    private IContainerProcess? _target;
    private Timer? _end;
    private bool _isSuspended;

    /// <param name="endWithin">Within which time TERM and HUP end the payload: it gets a HUP, and is killed when that time is over; null only passes them on.</param>
    internal SignalForwarding(TimeSpan? endWithin = null)
    {
        _endWithin = endWithin;
        foreach (long number in s_signals)
        {
            _registrations.Add(PosixSignalRegistration.Create((PosixSignal)number, context =>
            {
                context.Cancel = true;
                Pass(new Signal((int)number));
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
                return _early.Find(Ends) is { Number: > 0 } signal ? signal : null;
            }
        }
    }

    /// <summary>Whether this signal was passed on: then a death by it is no news.</summary>
    internal bool HasPassed(Signal signal) => _passed.ContainsKey(signal.Number);

    /// <summary>From now on the payload gets the signals, those that came before it existed first.</summary>
    internal void Attach(IContainerProcess target)
    {
        lock (_lock)
        {
            _target = target;
            _early.ForEach(signal => Send(target, signal));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _end?.Dispose();
        _launch.Dispose();
    }

    private void Pass(Signal signal)
    {
        lock (_lock)
        {
            if (_target is IContainer { Spec.Terminal: false } container && (long)signal.Number == SignalNumbers.SIGTSTP)
            {
                Suspend(container);
            }
            else if (_target is { } target)
            {
                Resume(signal);
                Send(target, signal);
            }
            else
            {
                _early.Add(signal);
                if (Ends(signal))
                {
                    _launch.Cancel();
                }
            }
        }
    }

    private void Suspend(IContainer container)
    {
        if (_isSuspended)
        {
            return;
        }

        try
        {
            container.FreezeAsync(CancellationToken.None).GetAwaiter().GetResult();
            _isSuspended = true;
        }
        catch (BackendException)
        {
            // Without a control group that can freeze, the first process alone is stopped; SIGCONT is passed on and continues it.
            container.TrySignal(new Signal((int)SignalNumbers.SIGSTOP));
        }

        // Not thawed behind this line: the stop may take effect a moment after the call. SIGCONT comes only when it is over.
        using PidFd self = PidFd.Open(Environment.ProcessId);
        self.TrySignal((int)SignalNumbers.SIGSTOP);
    }

    // Signals that came before it are waiting in the payload and arrive now.
    private void Resume(Signal signal)
    {
        if (_isSuspended && _target is IContainer container && (long)signal.Number == SignalNumbers.SIGCONT)
        {
            _isSuspended = false;
            container.ThawAsync(CancellationToken.None).GetAwaiter().GetResult();
        }
    }

    private void Send(IContainerProcess target, Signal signal)
    {
        _passed.TryAdd(signal.Number, true);
        if (_endWithin is not { } time || (long)signal.Number is not (SignalNumbers.SIGTERM or SignalNumbers.SIGHUP))
        {
            target.TrySignal(signal);
            return;
        }

        Signal hangUp = new((int)SignalNumbers.SIGHUP);
        _passed.TryAdd(hangUp.Number, true);
        _passed.TryAdd(Signal.Kill.Number, true);
        target.TrySignal(hangUp);
        _end ??= new Timer(_ => target.TrySignal(Signal.Kill), null, time, Timeout.InfiniteTimeSpan);
    }

    private static bool Ends(Signal signal) => (long)signal.Number is SignalNumbers.SIGHUP or SignalNumbers.SIGINT or SignalNumbers.SIGQUIT or SignalNumbers.SIGTERM;
}
