using System.Runtime.InteropServices;
using System.Text;
using Helios.Linux;

namespace Helios.Screens;

/// <summary>The terminal of a program with a full screen: alternate screen and raw mode, given back to whatever else has the terminal for a while, and at the end.</summary>
public sealed class FullScreen : IDisposable
{
    private const string Enter = "\e[?1049h\e[?25l";
    private const string Leave = "\e[0m\e[?25h\e[?1049l";

    private readonly Lock _gate = new();
    private readonly FileFd _output;
    private readonly TerminalMode _mode;
    private readonly PosixSignalRegistration _window;
    private readonly JobControl _jobs;
    private readonly ScreenPainter _painter;
    private readonly Func<int, int, ScreenBuffer> _draw;
    private bool _lent;
    private bool _shown;

    /// <param name="input">The terminal's keyboard, whose modes are changed.</param>
    /// <param name="output">The terminal's screen.</param>
    /// <param name="colours">Whether colours are wanted.</param>
    /// <param name="draw">Draws the picture for a width and a height. Called from any thread, one at a time.</param>
    public FullScreen(FileFd input, FileFd output, bool colours, Func<int, int, ScreenBuffer> draw)
    {
        _output = output;
        _draw = draw;
        _painter = new ScreenPainter(colours);
        _mode = TerminalMode.Save(input);

        // Before raw mode, or a stop in between would have nobody to set it again.
        _jobs = new JobControl(() => Hide(raw: false), Show);

        // A new size only needs a new picture.
        _window = PosixSignalRegistration.Create((PosixSignal)SignalNumbers.SIGWINCH, _ => Repaint());
        Show();
    }

    /// <summary>The size of the screen; 80 by 24 where the terminal does not know.</summary>
    public (int Columns, int Rows) Size
        => Terminal.Is(_output) && Terminal.GetWindowSize(_output) is { Columns: > 0, Rows: > 0 } size ? (size.Columns, size.Rows) : (80, 24);

    /// <summary>Draws again.</summary>
    public void Repaint()
    {
        lock (_gate)
        {
            if (_shown)
            {
                (int columns, int rows) = Size;
                Write(_painter.Paint(_draw(columns, rows)));
            }
        }
    }

    /// <summary>Draws again from nothing, for a terminal that somebody else has written to.</summary>
    public void RepaintWhole()
    {
        lock (_gate)
        {
            _painter.Forget();
        }

        Repaint();
    }

    /// <summary>Gives the terminal to something else until it is taken back.</summary>
    /// <param name="raw">Whether the keyboard stays in raw mode: no key that is typed meanwhile goes through another mode on its way.</param>
    public void Lend(bool raw = false)
    {
        Hide(raw);
        lock (_gate)
        {
            _lent = true;
        }
    }

    /// <summary>Takes it back.</summary>
    public void TakeBack()
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
        Hide(raw: false);
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
            Write(Enter);
            _painter.Forget();
            _shown = true;
        }

        Repaint();
    }

    private void Hide(bool raw)
    {
        lock (_gate)
        {
            if (_shown)
            {
                _shown = false;
                Write(Leave);
                if (!raw)
                {
                    _mode.Restore();
                }
            }
        }
    }

    private void Write(string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(text);
        while (!bytes.IsEmpty)
        {
            int count = DescriptorIo.TryWrite(_output, bytes, out Errno errno);
            if (errno == Errno.EAGAIN)
            {
                Poll.WaitWritable(_output, Timeout.InfiniteTimeSpan);
            }
            else if (errno != Errno.None)
            {
                // The terminal has gone; the keyboard says so too.
                return;
            }

            bytes = bytes[count..];
        }
    }
}
