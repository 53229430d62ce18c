using Helios.Control;
using Helios.Linux;

namespace Helios.Cli;

/// <summary>The daemon as one command sees it: connected when first asked, and started before that when it may be.</summary>
internal sealed class DaemonSession : IDisposable
{
    private readonly TextWriter? _notes;
    private readonly bool _starts;
    private ControlClient? _client;

    /// <param name="socket">The control socket; null is the user's own daemon's.</param>
    /// <param name="starts">Whether a daemon is started when none runs.</param>
    /// <param name="notes">Gets a line when the daemon does not answer.</param>
    internal DaemonSession(string? socket, bool starts, TextWriter? notes = null)
    {
        _notes = notes;
        Socket = Path.GetFullPath(socket ?? ControlPaths.Default());
        _starts = starts;
    }

    /// <summary>The control socket.</summary>
    internal string Socket { get; }

    /// <summary>The connection; one request at a time.</summary>
    internal ControlClient Client => _client ??= Open();

    /// <summary>A connection of its own, for what goes on beside <see cref="Client"/>.</summary>
    internal ControlClient Open()
    {
        try
        {
            return Connect();
        }
        catch (SyscallException absent) when (absent.Errno is Errno.ENOENT or Errno.ECONNREFUSED)
        {
            if (!_starts)
            {
                throw new CliException($"no daemon listens on {Socket}; 'helios run -d' or 'helios up' starts one");
            }
        }
        catch (SyscallException refused)
        {
            throw Refused(refused);
        }

        DaemonStarter.Start(Socket);
        return Connect();
    }

    private ControlClient Connect()
    {
        ControlClient client = ControlClient.Connect(Socket);
        client.Silent = () => _notes?.WriteLine($"helios: the daemon on {Socket} does not answer, it is stopped or hangs; still waiting, Ctrl-C ends the wait");
        return client;
    }

    /// <summary>True when the last daemon there did not clean up after itself: it was killed or crashed.</summary>
    internal bool WasLeft => File.Exists(Socket);

    /// <summary>Connects only if somebody listens already; null otherwise.</summary>
    internal ControlClient? TryOpen()
    {
        try
        {
            return _client ??= Connect();
        }
        catch (SyscallException absent) when (absent.Errno is Errno.ENOENT or Errno.ECONNREFUSED)
        {
            return null;
        }
        catch (SyscallException refused)
        {
            throw Refused(refused);
        }
    }

    /// <inheritdoc cref="ControlClient.Ask"/>
    internal TReply Ask<TReply>(Request request)
        where TReply : Reply
    {
        try
        {
            return Client.Ask<TReply>(request);
        }
        catch (EndOfStreamException) when (_starts)
        {
            // An idle daemon may have been leaving just when we came. Where it had done the work before, asking again is refused, not done twice.
            _client?.Dispose();
            _client = null;
            return Client.Ask<TReply>(request);
        }
    }

    /// <summary>Turns what the daemon refuses into the command's own refusal.</summary>
    internal static T Translated<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ControlException refused)
        {
            throw FaultText.Refusal(refused.Refusal);
        }
        catch (Exception broken) when (broken is ProtocolException or EndOfStreamException)
        {
            throw new CliException(broken.Message);
        }
    }

    private CliException Refused(SyscallException refused)
        => new(refused.Errno is Errno.EACCES or Errno.EPERM
            ? $"you may not use the daemon on {Socket}: it answers root, its owner and the group it was given with --group"
            : refused.Message);

    /// <inheritdoc/>
    public void Dispose() => _client?.Dispose();
}
