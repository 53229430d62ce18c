using Helios.Control;
using Helios.Linux;

namespace Helios.Cli;

/// <summary>Shows on a terminal what is under way while a long request runs. Says nothing where standard error is no terminal.</summary>
internal sealed class Progress : IDisposable
{
    private const string EraseLine = "\r\e[K";

    private readonly ControlClient? _events;
    private readonly Thread? _thread;
    private readonly CliConsole _console;
    private readonly Lock _gate = new();
    private bool _ended;

    private Progress(ControlClient? events, CliConsole console)
    {
        (_events, _console) = (events, console);
        if (events is not null)
        {
            _thread = new Thread(Follow) { IsBackground = true, Name = "helios progress" };
            _thread.Start();
        }
    }

    /// <summary>Begins to show what happens from now on.</summary>
    internal static Progress Begin(DaemonSession daemon, CliConsole console)
    {
        using FileFd error = FileFd.Borrow(2);
        return new Progress(Terminal.Is(error) ? daemon.Open() : null, console);
    }

    /// <summary>Takes the line away.</summary>
    internal void End()
    {
        lock (_gate)
        {
            if (!_ended && _events is not null)
            {
                _console.Error.Write(EraseLine);
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
            foreach (Reply.Event happened in _events!.Follow(new Request.WatchEvents()).OfType<Reply.Event>())
            {
                lock (_gate)
                {
                    if (_ended)
                    {
                        return;
                    }

                    _console.Error.Write($"{EraseLine}{happened.Line.Subject ?? "fleet"}: {happened.Line.Kind}");
                    _console.Error.Flush();
                }
            }
        }
        catch (Exception error) when (error is IOException or ControlException or ObjectDisposedException)
        {
            // The request itself says what is wrong.
        }
    }
}
