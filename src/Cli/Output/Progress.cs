using Helios.Control;
using Helios.Linux;

namespace Helios.Cli;

/// <summary>Shows what is under way while a long request runs: one line that changes on a terminal, plain lines elsewhere.</summary>
internal sealed class Progress : IDisposable
{
    private const string EraseLine = "\r\e[K";

    // What is worth a line that stays.
    private static readonly string[] s_lasting = ["running", "ready", "exited", "failed", "backing-off", "unhealthy", "warning", "group-restarts", "group-gave-up"];

    private readonly ControlClient? _events;
    private readonly Thread? _thread;
    private readonly CliConsole _console;
    private readonly DateTimeOffset _begun = TimeProvider.System.GetUtcNow();
    private readonly bool _isTerminal;
    private readonly Lock _gate = new();
    private bool _ended;

    private Progress(ControlClient? events, CliConsole console, bool isTerminal)
    {
        (_events, _console, _isTerminal) = (events, console, isTerminal);
        if (events is not null)
        {
            _thread = new Thread(Follow) { IsBackground = true, Name = "helios progress" };
            _thread.Start();
        }
    }

    /// <summary>The option that turns it off.</summary>
    internal static CliOption QuietOption() => new("--quiet", ValueKind.Switch, "Print neither progress nor result, only what went wrong", "-q") { Section = "Output" };

    /// <summary>Begins to show what happens from now on.</summary>
    /// <param name="daemon">Who tells it.</param>
    /// <param name="console">Where it is shown: on standard error.</param>
    /// <param name="quiet">Whether to show nothing.</param>
    internal static Progress Begin(DaemonSession daemon, CliConsole console, bool quiet = false)
    {
        using FileFd error = FileFd.Borrow(2);
        return new Progress(quiet ? null : daemon.Open(), console, Terminal.Is(error));
    }

    /// <summary>Takes the line away.</summary>
    internal void End()
    {
        lock (_gate)
        {
            if (!_ended && _events is not null && _isTerminal)
            {
                _console.RawError.Write(EraseLine);
                _console.Error.Flush();
            }

            _ended = true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The thread is left in its read: it ends with the process, and writes nothing any more.
        End();
    }

    private void Follow()
    {
        try
        {
            foreach (Reply.Event happened in _events!.Follow(new Request.WatchEvents(0)).OfType<Reply.Event>())
            {
                // From the beginning, because the request may be quicker than this question; what was before is left out.
                if (happened.Line.Time < _begun)
                {
                    continue;
                }

                lock (_gate)
                {
                    if (_ended)
                    {
                        return;
                    }

                    Show(happened.Line);
                }
            }
        }
        catch (Exception error) when (error is IOException or ControlException or ObjectDisposedException)
        {
            // The request itself says what is wrong.
        }
    }

    private void Show(EventLine line)
    {
        string text = $"{line.Subject ?? "fleet"}: {line.Kind}";
        if (_isTerminal)
        {
            _console.RawError.Write(EraseLine + TerminalText.Escape(text));
        }
        else if (s_lasting.Contains(line.Kind))
        {
            _console.Error.Write(line.Text.Length > 0 ? $"{text}: {line.Text}\n" : text + "\n");
        }

        _console.Error.Flush();
    }
}
