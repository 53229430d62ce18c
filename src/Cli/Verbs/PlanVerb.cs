using System.Collections.Immutable;
using Helios.Control;

namespace Helios.Cli;

/// <summary><c>helios plan</c>: what a changed file would do.</summary>
internal sealed class PlanVerb() : FleetFileVerb("plan", "Shows what applying a fleet file would do, field by field", waits: false)
{
    /// <inheritdoc/>
    internal override string Usage => "[--config FILE] [--set PATH=VALUE...]";

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples => [new("helios plan --config helios.hocon", "+ new, ~ changed and runs on, ! restarts, - removed")];

    /// <inheritdoc/>
    protected override int Run(DaemonSession daemon, OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        NoArguments(rest);
        RowWriter? rows = Rows(options);
        return PlanText.Write(daemon.Ask<Reply.Plan>(new Request.PlanFleet(File(options), Overrides(options))), rows, console);
    }
}
