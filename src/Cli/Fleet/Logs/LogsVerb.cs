using System.Collections.Immutable;
using System.Globalization;
using Helios.Allocator;
using Helios.Control;

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
    private readonly CliOption _noColor = new("--no-color", ValueKind.Switch, "Do not colour the names (also NO_COLOR)");

    internal LogsVerb()
        : base("logs", "Prints what containers wrote")
        => AddWithSocket(_follow, _tail, _since, _until, _timestamps, _stream, _noColor);

    /// <inheritdoc/>
    internal override string Usage => "[options] NAME...";

    /// <inheritdoc/>
    internal override bool TakesNames => true;

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
        LogPrinter printer = new(names, options.IsOn(_timestamps), Colours(options));
        Follow(daemon, names, choice, printer);
        return 0;
    }

    /// <summary>Prints the logs of containers side by side.</summary>
    internal static void Follow(DaemonSession daemon, ImmutableArray<string> names, LogChoice choice, LogPrinter printer)
    {
        List<LogFollower> followers = [];
        foreach (string name in names)
        {
            followers.Add(LogFollower.Open(daemon.Client, name, choice, printer)
                ?? throw new CliException($"{name} keeps no log: its output goes to whoever started it"));
        }

        if (choice.Follow)
        {
            for (int i = 0; i < names.Length; i++)
            {
                EndWhenDown(daemon, names[i], followers[i]);
            }
        }

        Thread[] threads = [.. followers.Skip(1).Select(static follower => new Thread(follower.Run) { IsBackground = true })];
        Array.ForEach(threads, static thread => thread.Start());
        followers[0].Run();
        Array.ForEach(threads, static thread => thread.Join());
    }

    private static void EndWhenDown(DaemonSession daemon, string name, LogFollower follower)
    {
        Thread watcher = new(() =>
        {
            try
            {
                using ControlClient client = daemon.Open();
                client.Ask<Reply>(new Request.Wait(name, WaitCondition.Down));
            }
            catch (Exception gone) when (gone is IOException or ControlException or CliException)
            {
                // Removed, or the daemon has left: nothing will come any more either.
            }

            follower.End();
        })
        { IsBackground = true };
        watcher.Start();
    }

    private bool Colours(OptionValues options) => !options.IsOn(_noColor) && HostTerminal.ShowsColours();

    private static int Number(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw new FormatException($"'{text}' is not a number of lines");
}
