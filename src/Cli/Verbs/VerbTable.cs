namespace Helios.Cli;

/// <summary>Every verb, by name. A verb is made only when it is asked for.</summary>
internal static class VerbTable
{
    private static readonly Entry[] s_entries =
    [
        new("run", static () => new RunVerb()),
        new("sandbox", static () => new SandboxVerb()),
        new("ps", static () => new PsVerb()),
        new("logs", static () => new LogsVerb()),
        new("exec", static () => new ExecVerb()),
        new("attach", static () => new AttachVerb()),
        new("start", static () => new StartVerb()),
        new("stop", static () => new StopVerb()),
        new("restart", static () => new RestartVerb()),
        new("kill", static () => new KillVerb()),
        new("pause", static () => new PauseVerb()),
        new("resume", static () => new ResumeVerb()),
        new("rm", static () => new RemoveVerb()),
        new("wait", static () => new WaitVerb()),
        new("inspect", static () => new InspectVerb()),
        new("stats", static () => new StatsVerb()),
        new("events", static () => new EventsVerb()),
        new("tree", static () => new TreeVerb()),
        new("plan", static () => new PlanVerb()),
        new("simulate", static () => new SimulateVerb()),
        new("up", static () => new UpVerb()),
        new("apply", static () => new UpVerb("apply")),
        new("down", static () => new DownVerb()),
        new("scale", static () => new ScaleVerb()),
        new("top", static () => new TopVerb()),
        new("forktop", static () => new ForktopVerb()),
        new("cp", static () => new CopyVerb()),
        new("mem", static () => new MemVerb()),
        new("spec", static () => new SpecVerb()),
        new("daemon", static () => new DaemonStatusVerb()),
        new("list", static () => new PsVerb("list")),
        new("state", static () => new InspectVerb("state")),
        new("delete", static () => new RemoveVerb("delete")),
        new(ShellVerb.VerbName, static () => new ShellVerb()),
        new("explain", static () => new ExplainVerb()),
        new("doctor", static () => new DoctorVerb()),
        new("version", static () => new VersionVerb()),
        new("completion", static () => new CompletionVerb()),
    ];

    /// <summary>The names in the order of help.</summary>
    internal static IEnumerable<string> Names => s_entries.Select(static entry => entry.Name);

    /// <summary>Makes every verb.</summary>
    internal static IEnumerable<Verb> All() => s_entries.Select(static entry => entry.Make());

    /// <summary>Makes one verb.</summary>
    /// <exception cref="CliException">There is none of that name.</exception>
    internal static Verb Make(string name)
    {
        foreach (Entry entry in s_entries)
        {
            if (entry.Name == name)
            {
                return entry.Make();
            }
        }

        if (name == LiveNamesVerb.VerbName)
        {
            return new LiveNamesVerb();
        }

        string? nearest = NearestName.Of(name, Names);
        throw new CliException($"'{name}' is not a verb of helios{(nearest is null ? "" : $"; did you mean {nearest}?")} (helios --help lists them)");
    }

    private readonly record struct Entry(string Name, Func<Verb> Make);
}
