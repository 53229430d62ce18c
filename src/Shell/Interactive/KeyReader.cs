using System.Runtime.InteropServices;
using System.Text;
using Helios.Linux;

namespace Helios.Shell;

/// <summary>Makes keys of the bytes that a terminal sends: UTF-8, control characters, escape sequences of xterm and its kin.</summary>
/// <remarks>One byte is taken at a time: what is typed behind a line's end is not ours but the program's that the line starts.</remarks>
internal sealed class KeyReader(Executor executor, FileFd input)
{
    // How long the rest of an escape sequence may take; a lone Escape is a key too.
    private static readonly TimeSpan s_sequence = TimeSpan.FromMilliseconds(60);

    /// <summary>The next key; null when the terminal is gone.</summary>
    /// <param name="settings">Which bytes the user has chosen for what.</param>
    /// <param name="resized">Called when the window changes meanwhile.</param>
    /// <exception cref="InterruptedException">The interrupt key.</exception>
    internal Key? Read(TerminalSettings settings, Action resized)
    {
        int first;
        while ((first = Next(Timeout.InfiniteTimeSpan, resized)) == -2)
        {
        }

        if (first < 0)
        {
            return null;
        }

        byte b = (byte)first;
        if (b == 0x1b)
        {
            return ReadSequence(resized);
        }

        if (b >= 0x80)
        {
            return new Key(KeyKind.Character, ReadCharacter(b, resized));
        }

        if (b == settings.EraseKey || b is 8 or 127)
        {
            return new Key(KeyKind.Erase);
        }

        if (b == settings.EndKey)
        {
            return new Key(KeyKind.DeleteOrEnd);
        }

        if (b == settings.KillKey)
        {
            return new Key(KeyKind.EraseToStart);
        }

        return b >= 0x20 ? new Key(KeyKind.Character, ((char)b).ToString()) : new Key(OfControl((char)(b + '@')));
    }

    private static KeyKind OfControl(char letter) => letter switch
    {
        'A' => KeyKind.Start,
        'B' => KeyKind.Left,
        'D' => KeyKind.DeleteOrEnd,
        'E' => KeyKind.End,
        'F' => KeyKind.Right,
        'G' => KeyKind.Cancel,
        'I' => KeyKind.Complete,
        'J' or 'M' => KeyKind.Enter,
        'K' => KeyKind.DeleteToEnd,
        'L' => KeyKind.Redraw,
        'N' => KeyKind.Down,
        'P' => KeyKind.Up,
        'R' => KeyKind.Search,
        'U' => KeyKind.EraseToStart,
        'W' => KeyKind.EraseWord,
        'Y' => KeyKind.PutBack,
        _ => KeyKind.None,
    };

    private Key ReadSequence(Action resized)
    {
        int second = Next(s_sequence, resized);
        switch (second)
        {
            case < 0:
                return new Key(KeyKind.Cancel);
            case 'b':
                return new Key(KeyKind.WordLeft);
            case 'f':
                return new Key(KeyKind.WordRight);
            case 'd':
                return new Key(KeyKind.DeleteWord);
            case 127 or 8:
                return new Key(KeyKind.EraseWord);
            case not ('[' or 'O'):
                return new Key(KeyKind.None);
        }

        // Parameters, then one byte that says which key.
        StringBuilder parameters = new();
        int last;
        while ((last = Next(s_sequence, resized)) is >= 0x20 and < 0x40)
        {
            parameters.Append((char)last);
        }

        bool isModified = parameters.ToString() is "1;5" or "1;3" or "5" or "3";
        return (char)Math.Max(last, 0) switch
        {
            'A' => new Key(KeyKind.Up),
            'B' => new Key(KeyKind.Down),
            'C' => new Key(isModified ? KeyKind.WordRight : KeyKind.Right),
            'D' => new Key(isModified ? KeyKind.WordLeft : KeyKind.Left),
            'H' => new Key(KeyKind.Start),
            'F' => new Key(KeyKind.End),
            '~' => parameters.ToString() switch
            {
                "1" or "7" => new Key(KeyKind.Start),
                "4" or "8" => new Key(KeyKind.End),
                "3" => new Key(KeyKind.Delete),
                "200" => new Key(KeyKind.Paste, ReadPaste(resized)),
                _ => new Key(KeyKind.None),
            },
            _ => new Key(KeyKind.None),
        };
    }

    private string ReadPaste(Action resized)
    {
        ReadOnlySpan<byte> end = "\x1b[201~"u8;
        List<byte> bytes = [];
        int next;
        while ((next = Next(Timeout.InfiniteTimeSpan, resized)) != -1)
        {
            if (next >= 0)
            {
                bytes.Add((byte)next);
            }

            if (CollectionsMarshal.AsSpan(bytes).EndsWith(end))
            {
                bytes.RemoveRange(bytes.Count - end.Length, end.Length);
                break;
            }
        }

        // What a terminal sends for a line's end is a carriage return; other control characters have no business in a command.
        string text = ByteText.Decode(CollectionsMarshal.AsSpan(bytes)).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        return string.Concat(text.Where(static c => c is '\n' or '\t' || !char.IsControl(c)));
    }

    private string ReadCharacter(byte first, Action resized)
    {
        List<byte> bytes = [first];
        int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
        while (bytes.Count < length && Next(s_sequence, resized) is >= 0x80 and int next)
        {
            bytes.Add((byte)next);
        }

        return ByteText.Decode(CollectionsMarshal.AsSpan(bytes));
    }

    /// <returns>A byte; -1 at the end, -2 when none came in time.</returns>
    private int Next(TimeSpan timeout, Action resized)
    {
        Span<byte> one = stackalloc byte[1];
        while (true)
        {
            switch (executor.WaitForKey(input, timeout))
            {
                case InputEvent.HungUp:
                    return -1;
                case InputEvent.TimedOut:
                    return -2;
                case InputEvent.Resized:
                    resized();
                    continue;
            }

            if (DescriptorIo.TryRead(input, one, out Errno errno) > 0)
            {
                return one[0];
            }

            if (errno != Errno.EAGAIN)
            {
                return -1;
            }
        }
    }

    /// <summary>Whether more has been typed already.</summary>
    internal bool HasMore => Poll.IsReadable(input);
}
