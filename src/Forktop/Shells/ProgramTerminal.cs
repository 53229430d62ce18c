using System.Text;
using Helios.Linux;

namespace Helios.Forktop;

/// <summary>A program's own terminal beside forktop's screen: its output is kept, and shown while the user looks at it.</summary>
internal sealed class ProgramTerminal : IDisposable
{
    /// <summary>The key that comes back: Ctrl-].</summary>
    internal const byte LeaveKey = 0x1D;

    private const int Kept = 256 * 1024;
    private const int KeptLines = 500;

    private static readonly TimeSpan s_last = TimeSpan.FromSeconds(1);

    private readonly SafeFd _master;
    private readonly EventFd _over = EventFd.Create();
    private readonly Lock _gate = new();
    private readonly Thread _reading;
    private readonly byte[] _output = new byte[Kept];
    private long _written;
    private FileFd? _shown;
    private volatile bool _disposed;

    /// <param name="columns">Width.</param>
    /// <param name="rows">Height.</param>
    internal ProgramTerminal(int columns, int rows)
        : this(PseudoTerminal.Open())
    {
        Peer = ((PseudoTerminal)_master).OpenPeer();
        Resize(columns, rows);
    }

    /// <param name="master">The near side of a terminal, or of a socket, that a process has already; owned from now on.</param>
    internal ProgramTerminal(SafeFd master)
    {
        _master = master;
        _reading = new Thread(Read) { IsBackground = true, Name = "forktop terminal" };
        _reading.Start();
    }

    /// <summary>The program's side. Kept open here, so that the output of the last process is read.</summary>
    internal FileFd? Peer { get; }

    /// <summary>Leaves the program's side to who has it by now: the end of the last of them ends the output.</summary>
    internal void LeavePeer() => Peer?.Dispose();

    /// <summary>The last lines of output, without what moves cursors.</summary>
    internal IReadOnlyList<string> Lines()
    {
        string text;
        lock (_gate)
        {
            text = Encoding.UTF8.GetString(Tail());
        }

        string[] lines = StripSequences(text).Split('\n');
        return [.. lines.TakeLast(KeptLines).Select(static line => line.TrimEnd('\r'))];
    }

    /// <summary>Tells the program of another size.</summary>
    internal void Resize(int columns, int rows)
    {
        if (_master is PseudoTerminal terminal)
        {
            terminal.WindowSize = new WindowSize((ushort)columns, (ushort)rows);
        }
    }

    /// <summary>Shows it until the leave key, or until nobody is in it any more.</summary>
    /// <param name="keyboard">The user's keyboard, in raw mode.</param>
    /// <param name="screen">The user's screen.</param>
    /// <param name="end">What ends it by being readable: a pidfd; null for the leave key alone.</param>
    internal void Enter(FileFd keyboard, FileFd screen, SafeFd? end)
    {
        lock (_gate)
        {
            WriteTo(screen, Tail());
            _shown = screen;
        }

        try
        {
            Span<byte> typed = stackalloc byte[256];
            while (end is null ? Poll.WaitReadable(keyboard, Timeout.InfiniteTimeSpan) : Poll.WaitReadableUnless(keyboard, end))
            {
                int count = DescriptorIo.TryRead(keyboard, typed, out Errno errno);
                int leave = typed[..count].IndexOf(LeaveKey);
                if (count == 0 || errno != Errno.None)
                {
                    return;
                }

                WriteTo(_master, typed[..(leave < 0 ? count : leave)]);
                if (leave >= 0)
                {
                    return;
                }
            }

            // What it wrote last comes through the reading thread, which ends with the output, unless somebody is left in the background.
            _reading.Join(s_last);
        }
        finally
        {
            lock (_gate)
            {
                _shown = null;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _over.Signal();
        _reading.Join();
        _over.Dispose();
        Peer?.Dispose();
        _master.Dispose();
    }

    private void Read()
    {
        Span<byte> buffer = stackalloc byte[8192];
        while (!_disposed && Poll.WaitReadableUnless(_master, _over))
        {
            int count = DescriptorIo.TryRead(_master, buffer, out Errno errno);
            if (errno != Errno.None || count == 0)
            {
                // Nobody is left on the other side: a terminal says EIO, a socket has come to its end.
                return;
            }

            lock (_gate)
            {
                for (int i = 0; i < count; i++)
                {
                    _output[_written++ % Kept] = buffer[i];
                }

                if (_shown is { } screen)
                {
                    WriteTo(screen, buffer[..count]);
                }
            }
        }
    }

    private byte[] Tail()
    {
        int length = (int)Math.Min(_written, Kept);
        byte[] tail = new byte[length];
        for (int i = 0; i < length; i++)
        {
            tail[i] = _output[(_written - length + i) % Kept];
        }

        return tail;
    }

    private static void WriteTo(SafeFd fd, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int count = DescriptorIo.TryWrite(fd, bytes, out Errno errno);
            if (errno == Errno.EAGAIN)
            {
                Poll.WaitWritable(fd, Timeout.InfiniteTimeSpan);
            }
            else if (errno != Errno.None)
            {
                return;
            }

            bytes = bytes[count..];
        }
    }

    /// <summary>Text without control sequences (ECMA-48), and with what a carriage return overwrites gone.</summary>
    internal static string StripSequences(string text)
    {
        StringBuilder plain = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\e')
            {
                i = EndOfSequence(text, i);
            }
            else if (c == '\b' && plain.Length > 0 && plain[^1] != '\n')
            {
                plain.Length--;
            }
            else if (c is '\n' or '\t' || !char.IsControl(c))
            {
                plain.Append(c);
            }
        }

        return plain.ToString();
    }

    private static int EndOfSequence(string text, int escape)
    {
        int at = escape + 1;
        if (at >= text.Length)
        {
            return at;
        }

        if (text[at] == ']')
        {
            // A title or the like, up to BEL or ESC \.
            while (++at < text.Length && text[at] != '\a' && text[at] != '\e')
            {
            }

            return at < text.Length && text[at] == '\e' ? at + 1 : at;
        }

        if (text[at] == '[')
        {
            while (++at < text.Length && (text[at] is < '@' or > '~'))
            {
            }
        }

        return at;
    }
}
