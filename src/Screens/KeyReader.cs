using System.Text;
using Helios.Linux;

namespace Helios.Screens;

/// <summary>Keys as they are typed: names such as <c>a</c>, <c>ctrl-c</c>, <c>up</c>, <c>f1</c>, <c>alt-x</c>. See console_codes(4) and xterm's control sequences.</summary>
public sealed class KeyReader(SafeFd terminal)
{
    private const char Escape = '\e';

    private static readonly (string Sequence, string Name)[] s_sequences =
    [
        ("[A", "up"), ("[B", "down"), ("[C", "right"), ("[D", "left"), ("OA", "up"), ("OB", "down"), ("OC", "right"), ("OD", "left"),
        ("[H", "home"), ("[F", "end"), ("OH", "home"), ("OF", "end"), ("[1~", "home"), ("[4~", "end"), ("[7~", "home"), ("[8~", "end"),
        ("[2~", "insert"), ("[3~", "delete"), ("[5~", "pageup"), ("[6~", "pagedown"), ("[Z", "shift-tab"),
        ("OP", "f1"), ("OQ", "f2"), ("OR", "f3"), ("OS", "f4"), ("[11~", "f1"), ("[12~", "f2"), ("[13~", "f3"), ("[14~", "f4"), ("[[A", "f1"),
        ("[15~", "f5"), ("[17~", "f6"), ("[18~", "f7"), ("[19~", "f8"), ("[20~", "f9"), ("[21~", "f10"), ("[23~", "f11"), ("[24~", "f12"),
    ];

    private readonly SafeFd _terminal = terminal;
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    /// <summary>The descriptor, to wait at.</summary>
    public SafeFd Terminal => _terminal;

    /// <summary>What has been typed; empty when the terminal has gone.</summary>
    public IReadOnlyList<string> Read()
    {
        Span<byte> bytes = stackalloc byte[256];
        Span<char> characters = stackalloc char[256];
        int count = DescriptorIo.TryRead(_terminal, bytes, out Errno errno);
        if (count == 0 || errno != Errno.None)
        {
            return [];
        }

        int length = _decoder.GetChars(bytes[..count], characters, flush: false);
        return [.. Split(characters[..length].ToString())];
    }

    /// <summary>Tells keys apart in what one read brought: who types quickly, or holds an arrow, sends several at once.</summary>
    public static IEnumerable<string> Split(string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        for (int start = 0; start < typed.Length;)
        {
            int end = End(typed, start);
            yield return Name(typed[start..end]);
            start = end;
        }
    }

    private static int End(string typed, int start)
    {
        int end = start + 1;
        if (typed[start] != Escape || end == typed.Length)
        {
            return char.IsHighSurrogate(typed[start]) && end < typed.Length ? end + 1 : end;
        }

        if (typed[end] is not ('[' or 'O'))
        {
            return typed[end] == Escape ? end : end + 1;
        }

        end++;
        if (end < typed.Length && typed[end] == '[')
        {
            end++;
        }

        while (end < typed.Length && (typed[end] is < '@' or > '~'))
        {
            end++;
        }

        return Math.Min(end + 1, typed.Length);
    }

    private static string Name(string key)
    {
        if (key.Length > 1 && key[0] == Escape)
        {
            string rest = key[1..];
            (string Sequence, string Name) known = Array.Find(s_sequences, row => row.Sequence == rest);
            return known.Name ?? (rest.Length == 1 && rest[0] is not ('[' or 'O') ? "alt-" + Name(rest) : "unknown");
        }

        return key switch
        {
            "\e" => "escape",
            "\r" or "\n" => "enter",
            "\t" => "tab",
            " " => "space",
            "\u007f" or "\b" => "backspace",
            [< ' '] => "ctrl-" + (char)(key[0] + '`'),
            _ => key,
        };
    }
}
