using System.Collections.Immutable;
using Helios.Control;

namespace Helios.Cli;

/// <summary><c>helios scale</c>: changes replica counts.</summary>
internal sealed class ScaleVerb : DaemonVerb
{
    private readonly CliOption _format = PlanText.FormatOption();
    private readonly CliOption _quiet = Progress.QuietOption();

    internal ScaleVerb()
        : base("scale", "Changes how many replicas run")
        => AddWithSocket(_format, _quiet);

    /// <inheritdoc/>
    internal override string Usage => "[options] NAME=COUNT...";

    /// <inheritdoc/>
    internal override LiveNames Live => LiveNames.Keys;

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples => [new("helios scale web=5 worker=2", "until the fleet file is applied again")];

    /// <inheritdoc/>
    protected override int Run(DaemonSession daemon, OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        if (rest.IsEmpty)
        {
            throw new CliException("say how many: helios scale web=5");
        }

        bool quiet = options.IsOn(_quiet);
        RowWriter? rows = PlanText.Rows(options.Last(_format));
        using Progress progress = Progress.Begin(daemon, console, quiet);
        Reply.Plan plan = daemon.Ask<Reply.Plan>(new Request.Scale(rest, WaitUntil.Running));
        progress.End();
        return PlanText.Write(plan, rows, console, quiet);
    }
}
