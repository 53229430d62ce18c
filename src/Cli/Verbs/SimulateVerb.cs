using System.Collections;
using System.Collections.Immutable;
using Helios.Linux;

namespace Helios.Cli;

/// <summary><c>helios simulate</c>: the production supervisor over a fleet file in virtual time. <c>heliosd</c> does it: this program carries no actors.</summary>
internal sealed class SimulateVerb : Verb
{
    private readonly CliOption _scenario = new("--scenario", ValueKind.File, "What the containers and the machine do; default: all run steadily") { ValueName = "FILE" };
    private readonly CliOption _replay = new("--replay", ValueKind.File, "Repeat what a daemon recorded with heliosd --journal") { ValueName = "JOURNAL" };
    private readonly CliOption _length = new("--for", ValueKind.Text, "How long, in virtual time; default: 24h") { ValueName = "DURATION" };
    private readonly CliOption _seed = new("--seed", ValueKind.Text, "The seed of every chance; default: 1. Same seed, same output") { ValueName = "N" };
    private readonly CliOption _runs = new("--runs", ValueKind.Text, "How many seeds, counted up from --seed; the worst is shown") { ValueName = "N" };
    private readonly CliOption _assert = new("--assert", ValueKind.Text, "What must come out, such as 'web.availability >= 99.9%'; else the exit code is 1. Repeatable") { ValueName = "TEXT" };
    private readonly CliOption _set = new("--set", ValueKind.Text, "A value over the fleet file; repeatable") { ValueName = "PATH=VALUE" };
    private readonly CliOption _format = new("--format", ValueKind.Word, "text (default) or json") { Words = ["text", "json"], Section = "Output" };
    private readonly CliOption _html = new("--html", ValueKind.File, "Also write a page with a picture of the timeline") { ValueName = "FILE", Section = "Output" };
    private readonly CliOption _trace = new("--trace", ValueKind.File, "Also write every message of the actors") { ValueName = "FILE", Section = "Output" };
    private readonly CliOption _quiet = new("--quiet", ValueKind.Switch, "Print only what was not kept", "-q") { Section = "Output" };

    internal SimulateVerb()
        : base("simulate", "Rehearses a fleet file in virtual time: crashes, restarts, outages")
        => Add([_scenario, _replay, _length, _seed, _runs, _assert, _set, _format, _html, _trace, _quiet]);

    /// <inheritdoc/>
    internal override string Usage => "[options] [FLEET-FILE]";

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples =>
    [
        new("helios simulate helios.hocon --for 24h --seed 42", "a day of the fleet, in a second"),
        new("helios simulate --scenario crashes.hocon --runs 100 --assert 'web.availability >= 99.9%'", "a hundred days; exit code 1 when one is worse"),
        new("helios simulate --replay runs.journal --html day.html", "a recorded day again, as a picture"),
    ];

    /// <inheritdoc/>
    internal override int Run(OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        List<string> words = [DaemonStarter.Find(), "simulate"];
        foreach (CliOption option in (CliOption[])[_scenario, _replay, _length, _seed, _runs, _assert, _set, _format, _html, _trace])
        {
            words.AddRange(options.All(option).Select(value => $"{option.Name}={value}"));
        }

        if (options.IsOn(_quiet))
        {
            words.Add(_quiet.Name);
        }

        words.AddRange(rest.Select(static word => word.StartsWith('-') ? "./" + word : word));
        console.Flush();
        return Become([.. words]);
    }

    // A child in this process group: a Ctrl-C of the terminal reaches it by itself, and it decides.
    private static int Become(string[] words)
    {
        using SpawnScript script = new();
        using Launcher launcher = new();
        script.ResetSignals();
        string[] environment = [.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(static pair => $"{pair.Key}={pair.Value}")];
        script.Call($"exec {words[0]}", Sys.execve, script.Text(words[0]), script.TextArray(words), script.TextArray(environment));
        using SpawnedProcess process = launcher.Launch(script, new SpawnRequest());
        return process.Wait().Code;
    }
}
