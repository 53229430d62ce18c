using System.Collections.Immutable;
using System.Globalization;
using Helios.Control;

namespace Helios.Cli;

/// <summary><c>helios events</c>: what happens, as it happens.</summary>
internal sealed class EventsVerb : DaemonVerb
{
    private readonly CliOption _all = new("--all", ValueKind.Switch, "Begin with those the daemon remembers", "-a");
    private readonly CliOption _after = new("--after", ValueKind.Text, "Begin with those after this number") { ValueName = "NUMBER" };
    private readonly CliOption _filter = new("--filter", ValueKind.Text, "Only those of this container or group; repeatable", "-f") { ValueName = "NAME", Live = LiveNames.Members };
    private readonly CliOption _count = new("--count", ValueKind.Text, "Leave after so many", "-n") { ValueName = "NUMBER" };
    private readonly CliOption _format = RowWriter.FormatOption();

    internal EventsVerb()
        : base("events", "Follows what happens to containers")
        => AddWithSocket(_all, _after, _filter, _count, _format);

    /// <inheritdoc/>
    internal override string Usage => "[options]";

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples =>
    [
        new("helios events", "from now on"),
        new("helios events --all --format json", "from the beginning, one JSON object a line"),
    ];

    /// <inheritdoc/>
    protected override int Run(DaemonSession daemon, OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        NoArguments(rest);
        string? format = options.Last(_format);
        IReadOnlyList<string> wanted = options.All(_filter);
        long left = options.Last(_count) is null ? long.MaxValue : options.Value(_count, Number)!.Value;
        long? after = options.Value(_after, Number) ?? (options.IsOn(_all) ? 0 : null);
        foreach (EventLine line in daemon.Client.Follow(new Request.WatchEvents(after)).OfType<Reply.Event>().Select(static reply => reply.Line))
        {
            if (wanted.Count > 0 && (line.Subject is null || !wanted.Contains(line.Subject)))
            {
                continue;
            }

            console.Output.Write(Text(line, format));
            console.Flush();
            if (--left <= 0)
            {
                break;
            }
        }

        return 0;
    }

    private static string Text(EventLine line, string? format)
    {
        if (format is null or "table")
        {
            string time = line.Time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
            return $"{time} {line.Kind,-12} {line.Subject ?? "fleet",-16} {line.Text}".TrimEnd() + "\n";
        }

        Row row = new([], [new("number", line.Number), new("time", line.Time), new("kind", line.Kind), new("subject", line.Subject), new("text", line.Text), new("code", line.Code)]);
        if (format == "json")
        {
            return RowWriter.JsonLine(row) + "\n";
        }

        using StringWriter text = new();
        new RowWriter(format, quiet: false).Write(text, [], [row]);
        return text.ToString();
    }

    private static long Number(string text)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : throw new FormatException($"'{text}' is not a number");
}
