using System.Collections.Immutable;
using Helios.Control;

namespace Helios.Cli;

/// <summary>A verb that reads a fleet file.</summary>
internal abstract class FleetFileVerb : DaemonVerb
{
    private const string DefaultFile = "helios.hocon";

    private readonly CliOption _config = new("--config", ValueKind.File, "The fleet file (helios.hocon here)", "-c") { ValueName = "FILE" };

    private readonly CliOption _set = new("--set", ValueKind.Text, "A value over the fleet file, which must declare it overridable; repeatable")
    {
        ValueName = "PATH=VALUE",
    };

    private readonly CliOption _format = PlanText.FormatOption();

    private readonly CliOption _until = new("--until", ValueKind.Word, "How far to wait: accepted, running (default) or ready")
    {
        Words = ["accepted", "running", "ready"],
    };

    private readonly CliOption _quiet = Progress.QuietOption();

    /// <param name="name">The word after <c>helios</c>.</param>
    /// <param name="summary">What it does, in one clause.</param>
    /// <param name="waits">Whether it waits for containers.</param>
    protected FleetFileVerb(string name, string summary, bool waits)
        : base(name, summary)
        => AddWithSocket(waits ? [_config, _set, _until, _format, _quiet] : [_config, _set, _format]);

    /// <inheritdoc/>
    protected override bool StartsDaemon => true;

    /// <summary>The file that was named; null when none was.</summary>
    protected string? Named(OptionValues options) => options.Last(_config) is { } file ? Path.GetFullPath(file) : null;

    /// <summary>The file that was named, or the one that lies here.</summary>
    protected string File(OptionValues options)
    {
        string path = Named(options) ?? Path.GetFullPath(DefaultFile);
        return System.IO.File.Exists(path) ? path : throw new CliException($"there is no fleet file {path}; name one with --config");
    }

    /// <summary>What was set on the command line.</summary>
    protected ImmutableArray<string> Overrides(OptionValues options) => [.. options.All(_set)];

    /// <summary>How far to wait.</summary>
    protected WaitUntil Until(OptionValues options) => options.Word(_until) switch
    {
        "accepted" => WaitUntil.Accepted,
        "ready" => WaitUntil.Ready,
        _ => WaitUntil.Running,
    };

    /// <summary>Whether nothing is to be shown but what went wrong.</summary>
    protected bool IsQuiet(OptionValues options) => options.IsOn(_quiet);

    /// <summary>The form of the plan that was asked for; null is the text.</summary>
    protected RowWriter? Rows(OptionValues options) => PlanText.Rows(options.Last(_format));

    /// <summary>What was given that only goes with a file.</summary>
    protected string? OnlyWithFile(OptionValues options) => new[] { _config, _set, _format }.FirstOrDefault(options.Has)?.Name;
}

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

    // Who is gone for good by now has a name and no more.
    private static IEnumerable<ContainerLine> Lines(DaemonSession daemon, ImmutableArray<string> names)
    {
        Dictionary<string, ContainerLine> known = daemon.Ask<Reply.Containers>(new Request.List(All: true)).Lines.ToDictionary(static line => line.Name);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return names.Select(name => known.GetValueOrDefault(name) ?? new ContainerLine { Name = name, State = "removed", Since = now });
    }

    private static Row Row(ContainerLine line) => ContainerRows.Of(line, TimeProvider.System.GetUtcNow());
}

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
