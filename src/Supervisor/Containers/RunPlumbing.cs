using System.Collections.Immutable;
using System.Globalization;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.Supervisor;

/// <summary>What connects one run with the supervisor: the pipes of its output and input, its notify socket, its readiness descriptor.</summary>
internal sealed class RunPlumbing : IDisposable
{
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(1);

    private readonly List<IDisposable> _ours = [];
    private readonly List<IDisposable> _theirs = [];
    private readonly List<StreamPump> _pumps = [];
    private StreamPump? _terminal;
    private NotifySocket? _notify;

    private RunPlumbing(ContainerSpec spec, ContainerIo io) => (Spec, Io) = (spec, io);

    /// <summary>The specification with the mount and the variables that the plumbing needs.</summary>
    internal ContainerSpec Spec { get; private set; }

    /// <summary>What the backend connects.</summary>
    internal ContainerIo Io { get; private set; }

    /// <summary>The write end of standard input; null when it is not open.</summary>
    internal SafeFileHandle? Input { get; private set; }

    /// <summary>For containers that live in this process: nothing to connect.</summary>
    internal static RunPlumbing None(ContainerSpec spec) => new(spec, ContainerIo.Nothing);

    /// <summary>Makes everything.</summary>
    /// <param name="parts">The surroundings.</param>
    /// <param name="member">What is started.</param>
    /// <param name="streams">Where the streams lead.</param>
    /// <param name="log">Where the output goes; null with the client's own streams.</param>
    /// <param name="notified">Gets the datagrams of sd_notify.</param>
    internal static RunPlumbing Open(SupervisorParts parts, MemberSpec member, StreamChoice streams, ContainerLog? log, Action<string> notified)
    {
        RunPlumbing plumbing = new(member.Container, streams.Own ?? new ContainerIo { Size = streams.Size ?? ContainerIo.Nothing.Size });
        try
        {
            if (log is not null && !member.Container.Terminal)
            {
                SafeFileHandle output = plumbing.Capture(parts, log, error: false);
                SafeFileHandle error = plumbing.Capture(parts, log, error: true);
                plumbing.Io = plumbing.Io with { Output = output, Error = error, Input = streams.OpenInput ? plumbing.OpenInput() : null };
            }

            if (member.Readiness is ReadinessSpec.NewlineOnFd)
            {
                plumbing.OpenReadyDescriptor(parts, notified);
            }

            if (member.Readiness is ReadinessSpec.Notify || member.Watchdog is not null)
            {
                plumbing.OpenNotifySocket(parts, member, notified);
            }

            return plumbing;
        }
        catch
        {
            plumbing.Dispose();
            throw;
        }
    }

    /// <summary>The container is there: from now on only its own processes are heard.</summary>
    internal IContainer Prepared(IContainer container)
    {
        if (_notify is { } socket)
        {
            socket.Container = container;
        }

        return container;
    }

    /// <summary>The program runs: our copies of its ends are closed, so that its end is the end of the streams.</summary>
    internal void Started(SupervisorParts parts, IContainer container, ContainerLog? log)
    {
        CloseTheirs();
        if (container.Terminal is { } terminal && log is not null)
        {
            _terminal = log.Pump(parts.Loop(), FileFd.Borrow((int)terminal.DangerousGetHandle()), error: false);
            _pumps.Add(_terminal);
        }
    }

    /// <summary>Gives the terminal to an attached client, or takes it back.</summary>
    internal void LendTerminal(bool lent) => _terminal?.Rest(lent);

    /// <summary>Reads what is left in a terminal, which goes with the container.</summary>
    internal async Task DrainTerminalAsync(TimeProvider time)
    {
        if (_terminal is { } terminal)
        {
            terminal.Rest(false);
            await LastWordsAsync([terminal.Ended], time).ConfigureAwait(false);
            terminal.Dispose();
        }
    }

    /// <summary>Reads what is left in the pipes and closes everything.</summary>
    internal async Task CloseAsync(TimeProvider time)
    {
        CloseTheirs();
        await LastWordsAsync(_pumps.Select(static pump => pump.Ended), time).ConfigureAwait(false);
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CloseTheirs();
        foreach (StreamPump pump in _pumps)
        {
            pump.Dispose();
        }

        foreach (IDisposable one in _ours)
        {
            one.Dispose();
        }

        _ours.Clear();
        _pumps.Clear();
    }

    // Everything of the container is dead by now; only a descriptor that was passed out of it can hold a pipe open.
    private static async Task LastWordsAsync(IEnumerable<Task> ends, TimeProvider time)
    {
        try
        {
            await Task.WhenAll(ends).WaitAsync(s_lastWords, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
        }
    }

    private void CloseTheirs()
    {
        foreach (IDisposable one in _theirs)
        {
            one.Dispose();
        }

        _theirs.Clear();
    }

    private SafeFileHandle Capture(SupervisorParts parts, ContainerLog log, bool error)
    {
        Pipe pipe = Pipe.Create();
        _theirs.Add(pipe.WriteEnd);
        _pumps.Add(log.Pump(parts.Loop(), pipe.ReadEnd, error));
        return new SafeFileHandle(pipe.WriteEnd.Number, ownsHandle: false);
    }

    private SafeFileHandle OpenInput()
    {
        Pipe pipe = Pipe.Create();
        _theirs.Add(pipe.ReadEnd);
        _ours.Add(pipe.WriteEnd);
        Input = new SafeFileHandle(pipe.WriteEnd.Number, ownsHandle: false);
        return new SafeFileHandle(pipe.ReadEnd.Number, ownsHandle: false);
    }

    private void OpenReadyDescriptor(SupervisorParts parts, Action<string> notified)
    {
        Pipe pipe = Pipe.Create();
        _theirs.Add(pipe.WriteEnd);
        _ours.Add(new NewlineReader(parts.Loop(), pipe.ReadEnd, () => notified("READY=1")));
        Io = Io with { Extra = [pipe.WriteEnd] };
    }

    private void OpenNotifySocket(SupervisorParts parts, MemberSpec member, Action<string> notified)
    {
        NotifySocket socket = new(parts.RuntimeDirectory, member.Id);
        _ours.Add(socket);
        _notify = socket;
        _ = socket.ListenAsync(notified);
        ImmutableArray<KeyValuePair<string, string>> environment = Spec.Environment.Add(new("NOTIFY_SOCKET", NotifySocket.PathInside));
        if (member.Watchdog is { } watchdog)
        {
            environment = environment.Add(new("WATCHDOG_USEC", ((long)watchdog.TotalMicroseconds).ToString(CultureInfo.InvariantCulture)));
        }

        Spec = Spec with { Environment = environment, Mounts = Spec.Mounts.Add(socket.Mount) };
    }
}
