using System.Runtime.InteropServices;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Cli;

/// <summary>The terminal of <c>helios top</c>: its alternate screen and raw mode, given back to whatever else has the terminal for a while, and at the end.</summary>
internal sealed class TopTerminal : IDisposable
{
    private const string EnterScreen = "\e[?1049h\e[?25l";
    private const string LeaveScreen = "\e[?25h\e[?1049l";

    private readonly Lock _gate = new();
    private readonly CliConsole _console;
    private readonly TerminalMode _mode;
    private readonly PosixSignalRegistration _window;
    private readonly JobControl _jobs;
    private readonly bool _colours = HostTerminal.AllowsColours();
    private TopModel _model = new();
    private bool _lent;
    private bool _shown;

    /// <param name="input">The terminal.</param>
    /// <param name="console">Where it is drawn.</param>
    internal TopTerminal(FileFd input, CliConsole console)
    {
        _console = console;
        _mode = TerminalMode.Save(input);

        // Before raw mode, or a stop in between would have nobody to set it again.
        _jobs = new JobControl(Hide, Show);

        // A new size only needs a new picture.
        _window = PosixSignalRegistration.Create((PosixSignal)SignalNumbers.SIGWINCH, _ => Repaint());
        Show();
    }

    /// <summary>Draws a picture.</summary>
    internal void Paint(TopModel model)
    {
        lock (_gate)
        {
            _model = model;
        }

        Repaint();
    }

    /// <summary>Gives the terminal to something else until it is taken back.</summary>
    internal void Lend()
    {
        Hide();
        lock (_gate)
        {
            _lent = true;
        }
    }

    /// <summary>Takes it back.</summary>
    internal void TakeBack()
    {
        lock (_gate)
        {
            _lent = false;
        }

        Show();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _window.Dispose();
        _jobs.Dispose();
        Hide();
        _mode.Dispose();
    }

    private void Show()
    {
        lock (_gate)
        {
            if (_lent)
            {
                return;
            }

            _mode.SetRaw();
            _console.Output.Write(EnterScreen);
            _shown = true;
        }

        Repaint();
    }

    private void Hide()
    {
        lock (_gate)
        {
            if (_shown)
            {
                _shown = false;
                _console.Output.Write(LeaveScreen);
                _console.Flush();
                _mode.Restore();
            }
        }
    }

    private void Repaint()
    {
        lock (_gate)
        {
            if (_shown)
            {
                TerminalSize size = HostTerminal.Size();
                _console.Output.Write(TopScreen.Paint(_model, size.Columns, size.Rows, _colours));
                _console.Flush();
            }
        }
    }
}
