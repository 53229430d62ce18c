using System.Collections.Immutable;
using Helios.Control;

namespace Helios.Cli;

/// <summary><c>helios down</c>: stops the fleet, or what is named.</summary>
internal sealed class DownVerb : DaemonVerb
{
    private readonly CliOption _format = RowWriter.FormatOption("text (default: the names), table, json, or a template such as '{{.name}} {{.last-exit}}'", "text|table|json|TEMPLATE");
    private readonly CliOption _quiet = Progress.QuietOption();

    internal DownVerb()
        : base("down", "Stops the fleet or what is named, dependents first")
        => AddWithSocket(_format, _quiet);

    /// <inheritdoc/>
    internal override string Usage => "[options] [NAME...]";

    /// <inheritdoc/>
    internal override LiveNames Live => LiveNames.Members;

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples =>
    [
        new("helios down", "everything of the fleet file; containers of 'helios run' stay"),
        new("helios down backend", "one group"),
    ];

    /// <inheritdoc/>
    protected override int Run(DaemonSession daemon, OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        bool quiet = options.IsOn(_quiet);
        RowWriter rows = options.Last(_format) is { } format and not "text"
            ? RowWriter.Checked(format, Row(new ContainerLine()))
            : new RowWriter(null, quiet: true);
        using Progress progress = Progress.Begin(daemon, console, quiet);
        Reply.Stopped stopped = daemon.Ask<Reply.Stopped>(new Request.Down(rest));
        progress.End();
        if (!quiet)
        {
            rows.Write(console.Output, ContainerRows.Columns, [.. Lines(daemon, stopped.Order).Select(Row)]);
        }

        return 0;
    }

    // A removed container has only its name left.
    private static IEnumerable<ContainerLine> Lines(DaemonSession daemon, ImmutableArray<string> names)
    {
        Dictionary<string, ContainerLine> known = daemon.Ask<Reply.Containers>(new Request.List(All: true)).Lines.ToDictionary(static line => line.Name);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return names.Select(name => known.GetValueOrDefault(name) ?? new ContainerLine { Name = name, State = "removed", Since = now });
    }

    private static Row Row(ContainerLine line) => ContainerRows.Of(line, TimeProvider.System.GetUtcNow());
}
