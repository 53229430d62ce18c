using System.Collections.Immutable;
using Helios.Control;

namespace Helios.Cli;

/// <summary><c>helios up</c> and <c>apply</c>: makes the fleet what the file says.</summary>
internal sealed class UpVerb(string name = "up") : FleetFileVerb(name, "Makes the running fleet what the fleet file says, or starts what is named", waits: true)
{
    /// <inheritdoc/>
    internal override string Usage => "[options] [NAME...]";

    /// <inheritdoc/>
    internal override LiveNames Live => LiveNames.Members;

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples =>
    [
        new("helios up", "helios.hocon of this directory; does what 'helios plan' shows and touches nothing else"),
        new("helios up --until ready --set containers.web.limits.memory=128M", "with a value over the file, and waits until all is ready"),
        new("helios up web", "starts what was stopped, its dependencies first"),
    ];

    /// <inheritdoc/>
    protected override int Run(DaemonSession daemon, OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        if (!rest.IsEmpty)
        {
            if (OnlyWithFile(options) is { } option)
            {
                throw new CliException($"{option} is for a whole fleet file; 'helios up NAME' starts what the file in force says, and 'helios ps --format' shows it");
            }

            daemon.Ask<Reply.Done>(new Request.Up(rest, Until(options)));
            return 0;
        }

        RowWriter? rows = Rows(options);
        string? file = Named(options);
        ImmutableArray<string> overrides = Overrides(options);
        bool onlyOverrides = file is null && !overrides.IsEmpty && daemon.Ask<Reply.Daemon>(new Request.GetDaemon()).Config is not null;
        using Progress progress = Progress.Begin(daemon, console, IsQuiet(options));
        Reply.Plan plan = daemon.Ask<Reply.Plan>(new Request.ApplyFleet(onlyOverrides ? null : File(options), overrides, Until(options)));
        progress.End();
        int code = PlanText.Write(plan, rows, console, IsQuiet(options));
        if (code == 0 && !IsQuiet(options) && plan.Items.All(static item => item.Action == "keep"))
        {
            TellWhatStaysDown(daemon, console);
        }

        return code;
    }

    // 'up' does what 'plan' shows and nothing else: after 'down' that is nothing, which surprises.
    private static void TellWhatStaysDown(DaemonSession daemon, CliConsole console)
    {
        string[] down =
        [
            .. daemon.Ask<Reply.Containers>(new Request.List(All: true)).Lines
                .Where(static line => line.State == "exited" && line.Group != "run" && line.WasStopped)
                .Select(static line => line.Name),
        ];
        if (down.Length > 0)
        {
            console.Error.Write($"helios: left stopped (an operator stopped them): {string.Join(", ", down)} (helios up NAME starts one, helios up fleet starts all)\n");
        }
    }
}
