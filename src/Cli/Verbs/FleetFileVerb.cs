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
