using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>All settings of a terminal, as a value. See termios(3). <see cref="TerminalMode"/> is the one that restores by itself.</summary>
public readonly unsafe struct TerminalSettings
{
    private const uint INLCR = 0x40;
    private const uint IXON = 0x400;
    private const uint ICANON = 2;
    private const uint ECHO = 8;
    private const uint IEXTEN = 0x8000;
    private const int VINTR = 0;
    private const int VTIME = 5;
    private const int VMIN = 6;
    private const int VEOF = 4;
    private const int VERASE = 2;
    private const int VKILL = 3;
    private const int VWERASE = 14;

    private readonly Libc.termios _value;

    private TerminalSettings(Libc.termios value) => _value = value;

    /// <summary>The byte that sends SIGINT.</summary>
    public byte InterruptKey => KeyAt(VINTR);

    /// <summary>The byte that ends the input.</summary>
    public byte EndKey => KeyAt(VEOF);

    /// <summary>The byte that takes back a character.</summary>
    public byte EraseKey => KeyAt(VERASE);

    /// <summary>The byte that takes back a word.</summary>
    public byte WordEraseKey => KeyAt(VWERASE);

    /// <summary>The byte that takes back the line.</summary>
    public byte KillKey => KeyAt(VKILL);

    /// <summary>Reads them; null when the descriptor is no terminal, or one that has hung up.</summary>
    public static TerminalSettings? TryRead(SafeFd terminal)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        Libc.termios value;
        return Libc.tcgetattr(terminal.Number, &value) == 0 ? new TerminalSettings(value) : null;
    }

    /// <summary>
    /// For a program that edits a line: keys come one by one and unseen. The keys that send signals still do, and Enter still is a line's end, so
    /// that what is typed between this mode and the one before is the same in both.
    /// </summary>
    public TerminalSettings ForLineEditing()
    {
        Libc.termios value = _value;
        value.c_lflag &= ~(ICANON | ECHO | IEXTEN);
        value.c_iflag &= ~(INLCR | IXON);
        value.c_cc[VMIN] = 1;
        value.c_cc[VTIME] = 0;
        return new TerminalSettings(value);
    }

    /// <summary>Applies them once all output is out. False when the terminal has hung up, or a background process may not.</summary>
    public bool TryApply(SafeFd terminal)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        Libc.termios value = _value;
        while (Libc.tcsetattr(terminal.Number, Libc.TCSADRAIN, &value) != 0)
        {
            if ((Errno)Marshal.GetLastPInvokeError() != Errno.EINTR)
            {
                return false;
            }
        }

        return true;
    }

    private byte KeyAt(int index)
    {
        Libc.termios value = _value;
        return value.c_cc[index];
    }
}
