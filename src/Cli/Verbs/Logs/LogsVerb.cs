using System.Collections.Immutable;
using System.Globalization;
using Helios.Allocator;
using Helios.Control;
using Helios.Linux;

namespace Helios.Cli;

/// <summary><c>helios logs</c>: what containers wrote.</summary>
internal sealed class LogsVerb : DaemonVerb
{
    private readonly CliOption _follow = new("--follow", ValueKind.Switch, "Go on with what comes, until the container is down", "-f");
    private readonly CliOption _tail = new("--tail", ValueKind.Text, "Begin with so many of the newest lines", "-n") { ValueName = "NUMBER" };
    private readonly CliOption _since = new("--since", ValueKind.Text, "Not before: a time ago such as 10m, or a date and time") { ValueName = "TIME" };
    private readonly CliOption _until = new("--until", ValueKind.Text, "Not after") { ValueName = "TIME" };
    private readonly CliOption _timestamps = new("--timestamps", ValueKind.Switch, "Begin each line with its time (UTC)", "-t");
    private readonly CliOption _stream = new("--stream", ValueKind.Word, "Only stdout or stderr") { Words = ["stdout", "stderr"] };
    private readonly CliOption _escape = new("--escape", ValueKind.Switch, "Write what a terminal would obey as \\x1b");
    private readonly CliOption _noColor = new("--no-color", ValueKind.Switch, "Do not colour the names (also NO_COLOR)");

    internal LogsVerb()
        : base("logs", "Prints what containers wrote")
        => AddWithSocket(_follow, _tail, _since, _until, _timestamps, _stream, _escape, _noColor);

    /// <inheritdoc/>
    internal override string Usage => "[options] NAME...";

    /// <inheritdoc/>
    internal override LiveNames Live => LiveNames.Containers;

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples =>
    [
        new("helios logs -f --tail 20 web-1", "the last lines and what comes"),
        new("helios logs -f web-1 web-2", "two, line by line, each with its name"),
        new("helios logs --since 10m --stream stderr web-1", "what it complained about lately"),
    ];

    /// <inheritdoc/>
    protected override int Run(DaemonSession daemon, OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        ImmutableArray<string> names = Names(rest);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        LogChoice choice = new()
        {
            Tail = options.Value(_tail, Number),
            Since = options.Value(_since, text => LogChoice.Moment(text, now)),
            Until = options.Value(_until, text => LogChoice.Moment(text, now)),
            Stream = options.Word(_stream) switch { "stdout" => LogOrigin.Output, "stderr" => LogOrigin.Error, _ => null },
            Follow = options.IsOn(_follow),
        };
        LogPrinter printer = new(names, options.IsOn(_timestamps), Colours(options), options.IsOn(_escape));
        Follow(daemon, names, choice, printer);
        return 0;
    }

    /// <summary>Prints the logs of containers side by side: what is there in the order of time, then what comes.</summary>
    internal static void Follow(DaemonSession daemon, ImmutableArray<string> names, LogChoice choice, LogPrinter printer)
    {
        List<LogSource> sources = [];
        try
        {
            foreach (string name in names.Distinct())
            {
                sources.Add(Open(daemon, name, choice) ?? throw new CliException($"{name} keeps no log: its output goes to whoever started it"));
            }

            PrintPast(sources, printer);
            if (choice.Follow)
            {
                FollowAll(daemon, sources, printer);
            }
        }
        finally
        {
            sources.ForEach(static source => source.Dispose());
        }
    }

    private static void PrintPast(List<LogSource> sources, LogPrinter printer)
    {
        PriorityQueue<(string Name, IEnumerator<LogLine> Lines), (DateTimeOffset Time, int Place)> next = new();
        for (int i = 0; i < sources.Count; i++)
        {
            Enqueue(i, sources[i].Name, sources[i].Past().GetEnumerator());
        }

        while (next.TryDequeue(out (string Name, IEnumerator<LogLine> Lines) source, out (DateTimeOffset Time, int Place) key))
        {
            printer.Write(source.Name, source.Lines.Current);
            Enqueue(key.Place, source.Name, source.Lines);
        }

        void Enqueue(int place, string name, IEnumerator<LogLine> lines)
        {
            if (lines.MoveNext())
            {
                next.Enqueue((name, lines), (lines.Current.Time, place));
            }
            else
            {
                lines.Dispose();
            }
        }
    }

    private static void FollowAll(DaemonSession daemon, List<LogSource> sources, LogPrinter printer)
    {
        sources.ForEach(source => EndWhenDown(daemon, source));
        Thread[] threads = [.. sources.Skip(1).Select(source => new Thread(() => Follow(source)) { IsBackground = true })];
        Array.ForEach(threads, static thread => thread.Start());
        Follow(sources[0]);
        Array.ForEach(threads, static thread => thread.Join());

        void Follow(LogSource source) => source.Follow(printer.ShowsPieces, line => printer.Write(source.Name, line));
    }

    // Null when there is neither a ring nor a file.
    private static LogSource? Open(DaemonSession daemon, string name, LogChoice choice)
    {
        List<FileFd> received = [];
        try
        {
            Reply.Logs logs = daemon.Client.Ask<Reply.Logs>(new Request.OpenLogs(name), received);
            return logs.HasRing || !logs.Files.IsEmpty ? new LogSource(name, logs.HasRing ? received[0] : null, () => ListFiles(daemon, name), choice) : null;
        }
        finally
        {
            received.ForEach(static descriptor => descriptor.Dispose());
        }
    }

    // A connection of its own: several followers may ask at the same time.
    private static ImmutableArray<string> ListFiles(DaemonSession daemon, string name)
    {
        List<FileFd> received = [];
        try
        {
            using ControlClient client = daemon.Open();
            return client.Ask<Reply.Logs>(new Request.OpenLogs(name), received).Files;
        }
        catch (Exception gone) when (gone is IOException or ControlException or CliException)
        {
            return [];
        }
        finally
        {
            received.ForEach(static descriptor => descriptor.Dispose());
        }
    }

    private static void EndWhenDown(DaemonSession daemon, LogSource source)
    {
        Thread watcher = new(() =>
        {
            try
            {
                using ControlClient client = daemon.Open();
                client.Ask<Reply>(new Request.Wait(source.Name, WaitCondition.Down));
            }
            catch (Exception gone) when (gone is IOException or ControlException or CliException)
            {
                // Removed, or the daemon has left: nothing will come any more either.
            }

            source.End();
        })
        { IsBackground = true };
        watcher.Start();
    }

    private bool Colours(OptionValues options) => !options.IsOn(_noColor) && HostTerminal.ShowsColours();

    private static int Number(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw new FormatException($"'{text}' is not a number of lines");
}
