using System.Globalization;
using System.Text;
using Helios.Allocator;
using Helios.Linux;

namespace Helios.Cli;

/// <summary>Writes lines of several containers, each whole, with the name in front when there are several. Thread-safe.</summary>
internal sealed class LogPrinter
{
    private static readonly string[] s_colours = ["36", "33", "32", "35", "34", "96", "93", "92", "95", "94"];

    private readonly FileFd _output = FileFd.Borrow(1);
    private readonly FileFd _error = FileFd.Borrow(2);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _prefixes = [];
    private readonly bool _timestamps;
    private readonly bool _escape;

    /// <param name="names">The containers.</param>
    /// <param name="timestamps">Whether each line begins with its time.</param>
    /// <param name="colours">Whether names are coloured.</param>
    /// <param name="escape">Whether what a terminal would obey is written out; otherwise every byte is as the container wrote it.</param>
    internal LogPrinter(IReadOnlyList<string> names, bool timestamps, bool colours, bool escape = false)
    {
        _escape = escape;
        _timestamps = timestamps;
        int width = names.Max(static name => name.Length);
        for (int i = 0; i < names.Count && names.Count > 1; i++)
        {
            string text = names[i].PadRight(width) + " | ";
            _prefixes[names[i]] = colours ? $"\e[{s_colours[i % s_colours.Length]}m{text}\e[0m" : text;
        }
    }

    /// <summary>Whether a piece of a line may be shown before its newline comes: only when nothing is put between, and no character has to be seen whole.</summary>
    internal bool ShowsPieces => _prefixes.Count == 0 && !_timestamps && !_escape;

    /// <summary>Writes one line to the stream it came from.</summary>
    internal void Write(string name, LogLine line)
    {
        string prefix = _prefixes.GetValueOrDefault(name, "");
        string time = _timestamps ? line.Time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z' ", CultureInfo.InvariantCulture) : "";
        byte[] before = Encoding.UTF8.GetBytes(prefix + time);
        byte[] bytes = [.. before, .. _escape ? TerminalBytes.Escape(line.Bytes.Span) : line.Bytes.Span, .. line.Whole || !ShowsPieces ? "\n"u8 : []];
        lock (_gate)
        {
            if (line.LostBefore is { } lost)
            {
                DescriptorIo.WriteAll(_error, Encoding.UTF8.GetBytes($"{prefix}[helios: {lost} were lost here]\n"));
            }

            DescriptorIo.WriteAll(line.Origin == LogOrigin.Error ? _error : _output, bytes);
        }
    }
}
