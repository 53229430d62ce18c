namespace Helios.Linux;

/// <summary>A terminal's settings as they were, and the way back to them. See termios(3).</summary>
/// <remarks>
/// Keep it in a <c>using</c>. It also restores when the process exits normally or by an unhandled exception. A signal that ends or stops
/// the process leaves a raw terminal behind, unless it is handled; SIGKILL and SIGSTOP cannot be.
/// </remarks>
public sealed unsafe class TerminalMode : IDisposable
{
    private readonly SafeFd _terminal;
    private readonly Lock _gate = new();
    private Libc.termios _saved;
    private bool _restored;

    private TerminalMode(SafeFd terminal)
    {
        _terminal = terminal;
        fixed (Libc.termios* saved = &_saved)
        {
            SyscallException.Check(Libc.tcgetattr(terminal.Number, saved), "tcgetattr");
        }

        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        AppDomain.CurrentDomain.UnhandledException += OnUnhandledException;
    }

    /// <summary>Remembers the settings without changing them.</summary>
    /// <exception cref="SyscallException">ENOTTY: not a terminal.</exception>
    public static TerminalMode Save(SafeFd terminal)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        return new TerminalMode(terminal);
    }

    /// <summary>Remembers the settings and sets raw mode: every byte passes untouched, Ctrl-C included.</summary>
    /// <inheritdoc cref="Save"/>
    public static TerminalMode EnterRaw(SafeFd terminal)
    {
        TerminalMode mode = Save(terminal);
        mode.SetRaw();
        return mode;
    }

    /// <summary>Sets raw mode (again), for example after SIGCONT.</summary>
    public void SetRaw()
    {
        lock (_gate)
        {
            Libc.termios raw = _saved;
            Libc.cfmakeraw(&raw);
            Apply(&raw);
            _restored = false;
        }
    }

    /// <summary>Goes back to the remembered settings, after all output has been sent. Again is harmless.</summary>
    public void Restore()
    {
        lock (_gate)
        {
            if (_restored)
            {
                return;
            }

            _restored = true;
            fixed (Libc.termios* saved = &_saved)
            {
                Apply(saved);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandledException;
        try
        {
            Restore();
        }
        catch (SyscallException gone) when (gone.Errno is Errno.EIO or Errno.ENOTTY or Errno.EBADF)
        {
            // The terminal has been closed: nobody is left to see its settings.
        }
    }

    private void OnProcessExit(object? sender, EventArgs e) => Dispose();

    private void OnUnhandledException(object sender, UnhandledExceptionEventArgs e) => Dispose();

    private void Apply(Libc.termios* settings)
    {
        int result;
        do
        {
            result = Libc.tcsetattr(_terminal.Number, Libc.TCSADRAIN, settings);
        }
        while (result != 0 && (Errno)System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Errno.EINTR);

        SyscallException.Check(result, "tcsetattr");
    }
}
