using System.Collections.Immutable;
using Helios.Control;

namespace Helios.Cli;

/// <summary><c>helios ps</c>: the containers.</summary>
internal sealed class PsVerb : DaemonVerb
{
    private const string Clear = "\e[H\e[2J\e[3J";

    private readonly CliOption _all = new("--all", ValueKind.Switch, "Those that are down too", "-a");

    private readonly CliOption _filter = new("--filter", ValueKind.Text, "Only those with name, state, group, key, health or backend VALUE; repeatable", "-f")
    {
        ValueName = "KEY=VALUE",
    };

    private readonly CliOption _watch = new("--watch", ValueKind.Switch, "Print again whenever something changes", "-w");
    private readonly CliOption _whole = new("--no-trunc", ValueKind.Switch, "Do not cut long commands") { Section = "Output" };
    private readonly CliOption _format = RowWriter.FormatOption();
    private readonly CliOption _quiet = RowWriter.QuietOption();

    internal PsVerb(string name = "ps")
        : base(name, "Lists the containers and how they are")
        => AddWithSocket(_all, _filter, _watch, _format, _quiet, _whole);

    /// <inheritdoc/>
    internal override string Usage => "[options]";

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples =>
    [
        new("helios ps -a", "all containers, those that are down too"),
        new("helios ps --filter group=backend --format '{{.name}} {{.status}}'", "one group, in your own words"),
        new("helios ps --watch", "for as long as you look"),
    ];

    /// <inheritdoc/>
    protected override int Run(DaemonSession daemon, OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        NoArguments(rest);
        bool all = options.IsOn(_all);
        bool whole = options.IsOn(_whole);
        ContainerFilter filter = new(options.All(_filter));
        RowWriter writer = new(options.Last(_format), options.IsOn(_quiet));
        Print();
        if (options.IsOn(_watch))
        {
            // Nothing may happen for a long time.
            console.Flush();
            using ControlClient events = daemon.Open();
            foreach (Reply _ in events.Follow(new Request.WatchEvents()))
            {
                console.RawOutput.Write(Clear);
                Print();
                console.Flush();
            }
        }

        return 0;

        void Print()
        {
            // Without a daemon there are no containers: that is an answer, not an error.
            ImmutableArray<ContainerLine> lines = daemon.TryOpen() is { } client ? client.Ask<Reply.Containers>(new Request.List(all)).Lines
                : !daemon.WasLeft ? []
                : throw new CliException($"the daemon on {daemon.Socket} was killed or crashed, and its containers with it; what it said last is in {daemon.Socket}.log");
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            writer.Write(console.Output, ContainerRows.Columns, [.. lines.Where(filter.Matches).Select(line => ContainerRows.Of(line, now, whole))]);
        }
    }
}
